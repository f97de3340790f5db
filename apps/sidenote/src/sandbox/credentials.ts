/** What the service and the sandbox agree on. None of it is secret, and none of it works anywhere else. */
export const SANDBOX_CREDENTIALS = {
  streamToken: 'sandbox-stream-token',
  productId: 'northwind-shop',
  intercomToken: 'sandbox-intercom-token',
  adminId: '7412205',
  clientSecret: 'sandbox-client-secret',
  appId: 'w4zk9qpt',
  openaiKey: 'sandbox-openai-key',
} as const;
