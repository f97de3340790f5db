import { isIP } from 'node:net';

const NAMED: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal']);
const MOST_HOPS = 10;

const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
};

/**
 * TRUST_PROXY as Express' `trust proxy` takes it: a number of hops, or addresses and networks of proxies.
 * `false` where nobody is trusted, null for what is neither.
 */
export function trustedProxies(text: string | undefined): number | string[] | false | null {
  if (text === undefined) return false;
  if (/^\d+$/.test(text)) return Number(text) > MOST_HOPS ? null : Number(text) || false;
  const proxies = text.split(',').map((part) => part.trim());
  return proxies.every((proxy) => NAMED.has(proxy) || isNetwork(proxy)) ? proxies : null;
}
