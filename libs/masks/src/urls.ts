import { BLANK } from './blank';
import { isUuid, looksRandom } from './random.looking';
import { isPlainValue, nameKind } from './url.names';

/** What stands in a text as a URL, a path with something behind it, or a query. */
const TOKEN = /[^\s"'<>`\u3000-\u9fff\uac00-\ud7af]+/g;
const IS_URL =
  /:\/\/|^[(\[]?(?:\/[\w%.~-]|www\.|[\w-]+(?:\.[\w-]+)+(?::\d+)?[/?#])|[?&;][\w.[\]-]{1,64}=|^#[\w-]{1,64}=|;[a-z_]{2,32}=/i;
/** A path segment that says that the next one is a key to something. */
const GATE =
  /(?:^|[-_.])(?:reset|magic|invite|invites|invitation|invitations|verify|verification|confirm|confirmation|activate|activation|recover|recovery|unsubscribe|passwordless|token|tokens|otp|sso|join|share|accept|onetime|one-time|set-password|new-password|change-email|signin-link|login-link)(?:[-_.]|$)|^(?:auth|l|password|passwords|log-?in|sign-?in)$/i;
const NO_KEY =
  /^(?::\w+|[\p{L}]{1,14}(?:[-_][\p{L}]{1,14}){0,5}|\d{1,3}|v\d|step-?\d{1,2}|\p{L}[\p{L}-]{0,30}\.(?:html?|php|aspx?|jsp))$/u;
const HASH_PAGE = /^(?:commit|commits|tree|blob|compare|sha|rev|revision|d)$/i;

/** Values that came encoded are masked decoded, and encoded again. */
function nested(value: string): string {
  if (!/%(?:2f|3a|3f|3d|26|7b)/i.test(value) || value.length > 20_000) return value;
  let decoded: string;
  try {
    decoded = decodeURIComponent(value.replaceAll('•', '%E2%80%A2'));
  } catch {
    return value;
  }
  if (decoded === value) return value;
  const masked = maskUrl(decoded);
  return masked === decoded ? value : encodeURIComponent(masked).replaceAll('%E2%80%A2', '•');
}

function maskPair(pair: string): string {
  const at = pair.indexOf('=');
  if (at < 0) return looksRandom(pair) ? BLANK : pair;
  const name = pair.slice(0, at);
  const value = pair.slice(at + 1);
  if (value === '' || value.startsWith(BLANK)) return pair;
  const kind = nameKind(name.replace(/\[\]?$|%5B.*$/i, ''));
  if (kind === 'secret') return `${name}=${BLANK}`;
  const inside = nested(value);
  if (inside !== value) return `${name}=${inside}`;
  if (/%2f|:\/\/|^\//i.test(value) && kind === 'harmless')
    return `${name}=${value.startsWith('/') ? maskUrl(value) : value}`;
  if (kind === 'plain-only' && !isPlainValue(value))
    return isUuid(value) && /id$/i.test(name) ? pair : `${name}=${BLANK}`;
  return looksRandom(value) ? `${name}=${BLANK}` : pair;
}

const maskPairs = (pairs: string) => pairs.replace(/[^&;?]+/g, maskPair);

function maskPath(path: string): string {
  let open = false;
  let before = '';
  return path.replace(/[^/]+/g, (segment) => {
    const [name = '', ...parameters] = segment.split(';');
    const secret = open ? !NO_KEY.test(name) || looksRandom(name) : looksRandom(name) && !HASH_PAGE.test(before);
    if (GATE.test(name)) open = true;
    before = name;
    const kept = secret && !name.startsWith(BLANK) ? BLANK : name;
    return [kept, ...parameters.map(maskPair)].join(';');
  });
}

function maskFragment(fragment: string, path: string): string {
  if (/^!?\//.test(fragment)) {
    const [path = '', query] = fragment.split(/\?(.*)/s);
    return maskPath(path) + (query === undefined ? '' : `?${maskPairs(query)}`);
  }
  if (fragment.includes('=')) return maskPairs(fragment);
  if (/^(?:session|token|sid|auth|key|reset|invite)[-_:/.]?.*\d/i.test(fragment)) return BLANK;
  const isKey = /\d/.test(fragment) && fragment.length >= 6 && GATE.test(path.slice(path.lastIndexOf('/') + 1));
  return isKey || looksRandom(fragment) ? BLANK : fragment;
}

/** `user:password@`: the password may hold `@`, `:` and `/`. */
const USERINFO = /^([a-z][a-z0-9+.-]{0,30}:\/\/)([^/?#@:\s]*):(?!\d{1,5}(?:[/?#]|$))([^\s]*)@/i;
const LONE_USER = /^([a-z][a-z0-9+.-]{0,30}:\/\/)([^/?#@:\s]{16,})@/i;

function maskUserinfo(url: string): string {
  return url
    .replace(USERINFO, (_all, scheme: string, user: string, rest: string) => {
      // An @ behind the host's path is no end of the password, unless nothing stands before it.
      const slash = rest.search(/[/?#]/);
      const host = slash < 0 ? -1 : rest.slice(0, slash).lastIndexOf('@');
      return host < 0 ? `${scheme}${user}:${BLANK}@` : `${scheme}${user}:${BLANK}${rest.slice(host)}@`;
    })
    .replace(LONE_USER, `$1${BLANK}@`);
}

/** `user:password@host` without a scheme; an e-mail behind a label has a password of letters alone. */
const BARE_USER =
  /(?<![\w/@.:])(?!(?:e-?mail|mail|mailto|from|to|cc|bcc|user|contact|xmpp|sips?|acct):)([\w.-]{1,64}):([^\s/]{3,200})@(?=(?:[\w-]{1,63}\.){1,5}[a-z]{2,}|localhost\b)/gi;
const maskBareUser = (text: string) =>
  text.replace(BARE_USER, (all, user: string, password: string) =>
    password.startsWith(BLANK) || /^[\p{L}.]+$/u.test(password) ? all : `${user}:${BLANK}@`,
  );

/** What stands in the URL of any webhook. */
const HOOK_WORDS = /^(?:services|workflows|triggers|api|webhooks?|webhookb2|hooks|catch|incomingwebhook|v\d)$/i;

/** One URL or path. */
export function maskUrl(given: string): string {
  const url = given.includes('@') ? maskUserinfo(given) : given;
  const hash = url.indexOf('#');
  const head = hash < 0 ? url : url.slice(0, hash);
  const query = head.indexOf('?');
  const place = query < 0 ? head : head.slice(0, query);
  const host =
    /^(?:[a-z][a-z0-9+.-]{0,30}:)?\/\/[^/]*/i.exec(place)?.[0] ??
    /^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?=\/)/.exec(place)?.[0] ??
    '';
  const webhook = /hooks\.slack\.com|discord(?:app)?\.com\/api\/webhooks|webhook\.office\.com|hooks\.zapier\.com/i.test(
    place,
  );
  const path = webhook
    ? place.slice(host.length).replace(/[^/]+/g, (s) => (HOOK_WORDS.test(s) || s.startsWith(BLANK) ? s : BLANK))
    : maskPath(place.slice(host.length));
  const asked = query < 0 ? '' : `?${maskPairs(head.slice(query + 1))}`;
  return host + path + asked + (hash < 0 ? '' : `#${maskFragment(url.slice(hash + 1), place)}`);
}

function maskToken(token: string): string {
  if (!/[/?#=;]/.test(token) || !IS_URL.test(token)) return token;
  const lead = /^[([{,;:=]*/.exec(token)?.[0].length ?? 0;
  let end = token.length;
  while (end > lead && '.,;:!?)]}'.includes(token[end - 1]!)) end--;
  const body = token.slice(lead, end);
  const scheme = /^[^/?#=&]*?(?=[a-z][a-z0-9+.-]{0,30}:\/\/)/i.exec(body.slice(0, 64))?.[0].length ?? 0;
  return token.slice(0, lead + scheme) + maskUrl(body.slice(scheme)) + token.slice(end);
}

/** URLs and paths in a text. */
export function maskUrls(text: string): string {
  const urls = /[/?#]|[&;]\w+=/.test(text) ? text.replace(TOKEN, maskToken) : text;
  return urls.includes('@') ? maskBareUser(urls) : urls;
}
