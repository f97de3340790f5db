/** The same values as the sandbox's own defaults (a spec compares them): what the service and the sandbox agree on. None of it is secret. */
export const SANDBOX_CREDENTIALS = {
  streamToken: 'sandbox-autoplay-token',
  productId: 'northwind',
  intercomToken: 'sandbox-intercom-token',
  adminId: '7412205',
  clientSecret: 'sandbox-client-secret',
  appId: 'w4zk9qpt',
  openaiKey: 'sandbox-openai-key',
} as const;
