/** What a service must be configured with to speak with a sandbox that was started without options. None of it is secret. */
export const SANDBOX_CREDENTIALS = {
  streamToken: 'sandbox-autoplay-token',
  productId: 'northwind',
  intercomToken: 'sandbox-intercom-token',
  adminId: '7412205',
  clientSecret: 'sandbox-client-secret',
  appId: 'w4zk9qpt',
  openaiKey: 'sandbox-openai-key',
} as const;
