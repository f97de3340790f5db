import { BLANK } from './blank';

/** Where a vendor's key begins, by vendor. What follows, up to the end of its run of key characters, belongs to it. */
const PREFIXES = [
  '[spr]k_(?:live|test|prod)_|whsec_', // Stripe
  'sk-', // OpenAI, Anthropic
  'gh[pousr]_|github_pat_', // GitHub
  'gl(?:pat|ptt|dt|rt|soat|cbt|ft|imt|agent)-', // GitLab
  'xox[a-z]-|xapp-|xoxe\\.', // Slack
  '(?:AKIA|ASIA|AROA|APKA|AIDA|ABIA|ACCA)(?=[0-9A-Z]{12})', // AWS
  'AIza(?=[\\w-]{20})|ya29\\.|GOCSPX-|1//0(?=[\\w-]{20})', // Google
  'SG\\.(?=[\\w-]{10})', // SendGrid
  'npm_(?=\\w{16})|pypi-(?=\\w{16})|rubygems_(?=\\w{16})|dckr_(?:pat|oat)_', // registries
  'ph[xsac]_(?=\\w{16})', // PostHog
  'shp(?:at|ca|pa|ss)_(?=\\w{16})', // Shopify
  'hf_(?=\\w{16})|r8_(?=\\w{16})|gsk_(?=\\w{16})|pplx-(?=\\w{16})|xai-(?=\\w{16})|nvapi-(?=[\\w-]{16})', // models
  'key-(?=[0-9a-f]{32})|pubkey-(?=[0-9a-f]{32})', // Mailgun
  '(?:AC|SK)(?=[0-9a-f]{32}(?![0-9a-f]))', // Twilio
  'dG9rO(?=[\\w=+/-]{16})', // Intercom
  'EAA(?=[A-Za-z0-9]{40})', // Facebook
  'sq0(?:atp|csp|idp)-|EAAA(?=[\\w-]{40})', // Square
  'lin_(?:api|oauth)_|ntn_(?=\\w{16})|secret_(?=[A-Za-z0-9]{32})|pat-(?:na|eu)\\d-|figd_|atlasv1\\.|ATATT3|ATCTT3|dop_v1_|doo_v1_|hvs\\.|hvb\\.|sntry[su]_|rnd_(?=\\w{16})|sbp_(?=\\w{16})|sb_secret_|re_(?=\\w{8}_\\w{12})|FLWSECK|rzp_(?:live|test)_|sl\\.(?=[\\w-]{40})|dapi(?=[0-9a-f]{32})|glsa_|PMAK-|NRAK-|CFPAT-|EZ[AT]K(?=\\w{30})|tk-us-|AGE-SECRET-KEY-1|vercel_(?=\\w{16})|xkeysib-|pscale_(?:tkn|pw|oauth)_|access_token\\$|[a-z0-9]{14}\\.atlasv1\\.',
  'eyJ(?=[\\w-]{6})', // JWT
].join('|');
const KEY_PREFIX = new RegExp(`(?<![A-Za-z0-9])(?:${PREFIXES})`, 'g');
const KEY_RUN = /[\w./+=$-]*/y;
const TELEGRAM = /(?<!\d)\d{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g;
/** Discord's, of three parts. */
const DISCORD = /(?<![\w.-])[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,38}(?![\w.-])/g;
/** Long, of all three kinds of characters, and drawn by a machine. */
const LONG = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{32,}={0,2}/g;

function isKey(prefix: string, rest: string): boolean {
  if (prefix === 'eyJ') return /\.[\w-]{4}/.test(rest) || (rest.length > 30 && /\d/.test(rest));
  if (prefix === 'sk-') return /\d/.test(rest) && /[A-Za-z0-9]{10}/.test(rest);
  return rest.length >= 6;
}

function isDrawn(whole: string): boolean {
  const token = whole.slice(0, 4096);
  if (token.startsWith('/') || !/\d/.test(token) || !/[A-Z]/.test(token) || !/[a-z]/.test(token)) return false;
  const runs = token.match(/[A-Z]?[a-z]+|[A-Z]+|\d+|[+/_-]/g)?.length ?? 1;
  return token.length / runs < 2.9;
}

export function maskVendorKeys(text: string): string {
  let out = '';
  let from = 0;
  KEY_PREFIX.lastIndex = 0;
  for (let match = KEY_PREFIX.exec(text); match; match = KEY_PREFIX.exec(text)) {
    const start = match.index;
    KEY_RUN.lastIndex = start + match[0].length;
    const rest = (KEY_RUN.exec(text)?.[0] ?? '').replace(/[./=-]$/, '');
    const end = start + match[0].length + rest.length;
    if (isKey(match[0], rest)) {
      out += text.slice(from, start) + BLANK;
      from = end;
    }
    KEY_PREFIX.lastIndex = end;
  }
  return (out + text.slice(from))
    .replace(TELEGRAM, BLANK)
    .replace(DISCORD, BLANK)
    .replace(LONG, (token) => (isDrawn(token) ? BLANK : token));
}
