const words = (text: string) => text.trim().split(/\s+/).join('|');

/** Names whose values are pages, filters, places and campaigns. */
const HARMLESS = new RegExp(
  `^(?:${words(`
  a action after amount anchor app area article at attr author before brand bundle campaign cart category categories cat cid
  channel city class collection color colour column columns compare condition content count country coupon currency cursor
  date day days debug delivery department depth desc device dir direction discount display doc document edit end entry env
  event expand experiment export faq feature field fields file filename filter filters folder font format from gender group
  hl host hour icon id ids index industry input interval invoice item items iso job kind label lang language layout level limit
  list locale location lng lat map material max medium menu message min minute mode model modal month name next node number
  offset on option options order order_id orderid order_by orderby org origin page pages page_size pagesize panel param parent path
  per_page perpage pid plan platform position post postcode postal_code zip preview price product productid product_id products
  project promo prompt provider q qty quantity query question range rating read redirect redirect_uri redirect_url redirecturl ref
  referrer region release report response_type return return_to returnto returnurl return_url reviews role room row rows s scale
  scope search section seats segment select selected series service ship show sid_none site size skip sku slug sort sort_by
  sortby source source_id space src start state_province status step store style subject subscription sub tab table tag tags target
  task team template term text theme time timezone title to topic tracking tz type ui unit units until uri url user user_id
  username utm_campaign utm_content utm_id utm_medium utm_source utm_term v value variant version view visit warehouse week where width
  height workspace x y year zone zoom country_code coupon_code promo_code discount_code voucher voucher_code post_code zip_code
  language_code currency_code area_code error error_code status_code referral lang_code continue goto dest destination page_token
  next_page_token prev_page_token client_id nextcursor callback
`)})$`,
  'i',
);
/** Names that speak of a secret, wherever they stand. */
const SECRET =
  /pass|pwd|secret|token|api.?key|private.?key|access.?key|signature|credential|^(?:code|state|key|auth|sig|sign|hash|hmac|nonce|otp|pin|tan|cvv|cvc|sid|jwt|session|assertion|authorization|invite|ssn|iban|card)$|session|sess_?id|phpsessid|jsession|samlresponse|relaystate|code_(?:verifier|challenge)|oob_?code|_code$|otp|verification|security.?code|email_?hash/i;
const HARMLESS_CODE =
  /(?:country|coupon|promo|discount|voucher|gift|post(?:al)?|zip|area|lang(?:uage)?|currency|error|status|product|referral|dial|region|airport|color|colour|state)[_-]?code$/i;
/** Tokens that are pages or parts of a design where their value is plain. */
const PLAIN_TOKEN =
  /(?:page|next|prev|cursor|continuation|design|color|colour|theme|sync|max|min|num|total|count|limit)[_-]?(?:page[_-]?)?tokens?$|tokens?[_-]?(?:count|limit|used|type|name)$|max_?tokens/i;

export type NameKind = 'harmless' | 'plain-only' | 'secret';

/** What a query parameter's or field's name says of its value. */
export function nameKind(name: string): NameKind {
  if (HARMLESS_CODE.test(name)) return 'harmless';
  if (PLAIN_TOKEN.test(name)) return 'plain-only';
  if (HARMLESS.test(name)) return 'harmless';
  return SECRET.test(name) ? 'secret' : 'plain-only';
}

/** Words, a small number, a date, a price, a flag. */
export const isPlainValue = (value: string) =>
  /^(?:[\p{L}]{0,24}(?:[-_+ .,/%20]{1,3}[\p{L}]{1,24}){0,8}(?:[-_]\d{1,4})?|-?\d{1,6}(?:[.,]\d{1,2})?|\d{4}-\d{2}(?:-\d{2})?)$/u.test(
    value,
  );
