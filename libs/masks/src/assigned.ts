import { BLANK } from './blank';
import { isPlainValue, nameKind } from './url.names';

/** `name=value`, `"name": "value"`, `name: value`, where the name speaks of a secret. */
const ASSIGNED =
  /((?<![\w.-])[\w.$-]{0,40}?(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[ _-]?key|(?:private|access|secret|encryption|signing|license|auth|ssh|service[_-]?role|account)[ _-]?key|credentials?|authorization|cookie|phpsessid|session(?=\s{0,2}=)|saml(?:response|request)|relaystate|code[_-]?(?:verifier|challenge)|assertion|jwt|[cx]srf|nonce|sessionid|session[_-]id|sid|cvv2?|cvc2?|otp|ssn|pin|auth|sig|signature|connectionstring|accountkey|sharedaccesskey)[\w-]{0,20}?(?:\\?["'])?)(\s{0,2}(?:=>|[:=]|%3[ad])\s{0,2})("(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|\\"[^"]*"?|\d{2,4}(?:[ -]\d{2,4}){1,4}(?![\w-])|(?:(?:basic|bearer|digest|token|apikey)\s{1,3})?[^\s&]+)/gi;
/** After "name: ": words of a user interface, no secret. */
const PROSE = /^[\p{L}'’-]+[.,;:!?]?$/u;

function blanked(all: string, name: string, sign: string, value: string, offset: number, text: string): string {
  if (value.startsWith(BLANK)) return all;
  const plainName = name.replace(/["'\\]+$/, '');
  if (/^(?:page|next|prev|design|color|theme|cursor)/i.test(plainName) && isPlainValue(value)) return all;
  if (nameKind(plainName) === 'harmless') return all;
  const quoted = /^\\?["']/.test(value);
  if (quoted && value.replace(/[\\"']/g, '') === '') return all;
  if (/=|%3/.test(sign) && !/\s/.test(sign)) return name + sign + BLANK + trailing(value, quoted);
  if (/["']$/.test(name)) return name + sign + BLANK + trailing(value, quoted);
  const rest = text.slice(offset + all.length, offset + all.length + 60);
  if (!quoted && !isTold(value, plainName, rest)) return all;
  return name + sign + BLANK + trailing(value, quoted);
}

const trailing = (value: string, quoted: boolean) => (quoted ? '' : (/["'}\]),;.]*$/.exec(value)?.[0] ?? ''));

/** Whether what stands after "Password: " is one: a word that goes on as a sentence, a count and a state are none. */
function isTold(value: string, name: string, rest: string): boolean {
  if (/^(?:basic|bearer|digest)\s/i.test(value)) return true;
  if (PROSE.test(value)) return /pass(?:word|wd|phrase)?$|pwd$/i.test(name) && rest.trim() === '' && !STATE.test(value);
  if (/^\d{1,2}$/.test(value)) return false;
  if (DESIGN.test(value) && /token|key/i.test(name)) return false;
  if (/^https?:|^\d+[.,%]|^[•*·…]+$/.test(value)) return !/^(?:https?:|[•*·…]+$|\d+[.,%]$)/.test(value);
  if (/^(?:v?\d{1,2}(?:\.\d+)+|\d{4}|\d{1,2}[/+-]\d{1,2})$/.test(value)) return /pin|cv[cv]|otp|pass/i.test(name);
  return /\d|[^\p{L}\d\s.,:;!?'’()-]/u.test(value) && !/^[(\[]/.test(value);
}

/** "color-primary-500": words and a step of a scale. */
const DESIGN = /^\p{L}+(?:[._-]\p{L}+)*[._-]\d{1,3}$/u;
/** What a form says of a password. */
export const STATE =
  /^(?:reset|forgot(?:ten)?|chang(?:e|ed)|updat(?:e|ed)|required|missing|pending|show|hide|hidden|visible|invalid|incorrect|wrong|weak|strong|medium|good|fair|ok|set|unset|none|null|empty|optional|expired|valid|saved|copied|enabled|disabled|on|off|yes|no|new|old|confirm|create|edit|help|error|failed|success|protected|undefined|true|false|settings)[.,;:!?]?$/i;

/** A bearer token outside an assignment; a plain word after "bearer" is not one. */
const BEARER = /\b((?:bearer|basic)\s{1,3})([A-Za-z0-9._~+/=-]{6,})/gi;
const plainWord = (token: string) => token.length < 24 && /^[A-Za-z]+[.,-]?$/.test(token);

export function maskAssigned(text: string): string {
  return text
    .replace(ASSIGNED, blanked)
    .replace(BEARER, (all, head: string, token: string) =>
      plainWord(token) || (/basic/i.test(head) && !/[\d=]/.test(token)) ? all : head + BLANK,
    );
}
