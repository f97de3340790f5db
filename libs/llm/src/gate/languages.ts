/** What the checks know of a language; others are checked by quotations, digits, pages in quotes and routes alone. */
export interface GateLanguage {
  code: string;
  /** Frequent small words, by which the language is recognised. */
  small: ReadonlySet<string>;
  /** Number words from 2 on. */
  numbers: readonly string[];
  /** "three times", "dreimal". */
  times: RegExp;
  feelings?: RegExp;
  success?: RegExp;
  /** Makes a claim of success none: not, tried, wants to. */
  unsaid: RegExp;
  /** Nouns are capitalised: a capital letter alone makes no name. */
  capitalNouns?: true;
}

/** JavaScript's `\b` and `\w` know ASCII alone: "validé" has no end for them. */
const unicode = (pattern: RegExp) =>
  new RegExp(
    pattern.source
      .replace(/\\b(?=\(\?:)/g, '(?<!\\p{L})')
      .replace(/\\b/g, '(?!\\p{L})')
      .replace(/\\w/g, '\\p{L}'),
    'u',
  );

const set = (text: string) => new Set(text.split(' '));

const TABLE: readonly GateLanguage[] = [
  {
    code: 'en',
    small: set('the and then they to on of in was were is with a an after before their it that who but from'),
    numbers: 'two three four five six seven eight nine ten eleven twelve'.split(' '),
    times: /^(?:times|attempts|tries)$/,
    feelings:
      /\b(?:frustrat\w*|angr\w+|annoy\w*|confus\w*|happy|happily|unhappy|pleased|delight\w*|satisfied|satisfaction|dissatisf\w*|disappoint\w*|upset|worried|worrying|anxious\w*|excited|excitement|impatien\w*|irritat\w*|stressed|overwhelm\w*|struggl\w*|eager\w*|relieved|felt|feeling|feels|enthusias\w*|curious|nervous\w*|desperate\w*|hesitant\w*|furious\w*)\b/,
    success:
      /\b(?:success\w*|succeed\w*|worked|went through|managed to|was able to|were able to|completed|completing|completes|paid|saved|sent|delivered|placed (?:an?|the|their) order|purchased|bought|confirmed|verified|resolved|fixed|processed|approved|accepted|signed up|is now|are now (?:active|enabled|subscribed)|finished|finali[sz]ed|received|refunded|activated|upgraded)\b/,
    unsaid:
      /\b(?:not|\w+n't|never|no|without|nothing|neither|nor|fail\w*|unable|unsuccess\w*|unfinished|incomplete\w*|try|tried|trying|tries|attempt\w*|want\w*|wish\w*|hop\w+|aim\w*|intend\w*|need\w*|plan\w*|before|if|whether|unclear|yet|ask\w*|look\w*|search\w*|instead|unless|until|would|could|should|cannot|to be|be|about|expect\w*|seeking|to get)\b/,
  },
  {
    code: 'de',
    small: set('der die das und auf den dem ein eine einen sie er dann nach mit wurde ist im von zu zum zur'),
    numbers: 'zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'.split(' '),
    times: /^mal$/,
    feelings:
      /frustri|verärger|wütend|verwirr|zufrieden|enttäusch|besorgt|ungeduld|genervt|glücklich|gestress|erfreut|begeister|verunsicher|ärgerlich|erleichtert/,
    success:
      /erfolgreich|bezahlt|gespeichert|gesendet|abgesendet|abgeschickt|abgeschlossen|hat funktioniert|funktionierte|gelang\b|gelungen|bestätigt|gekauft|erledigt|behoben|verschickt|wurde aktiviert|ist jetzt aktiv/,
    unsaid:
      /\b(?:nicht|nie|kein\w*|ohne|nichts|versucht\w*|versuche|fehl\w*|will|wollte|möchte|soll\w*|bevor|ob|noch|statt|um|wahrscheinlich|vermutlich|unklar)\b/,
    capitalNouns: true,
  },
  {
    code: 'fr',
    small: set('le la les et sur de des du un une puis a est dans il elle ils après avec pour au qui'),
    numbers: 'deux trois quatre cinq six sept huit neuf dix onze douze'.split(' '),
    times: /^fois$/,
    feelings:
      /frustr|énerv|agac|mécontent|satisfai|déçu|inqui[eè]t|confus|perdue?\b|impatien|heureu|content[es]?\b|stress|soulagé|ravie?s?\b/,
    success:
      /succès|réussi|a payé|payée?s?\b|enregistrée?s?\b|a enregistré|a envoyé|envoyée?s?\b|terminée?s?\b|validée?s?\b|a acheté|a fonctionné|confirmée?s?\b|résolue?s?\b/,
    unsaid:
      /\b(?:pas|jamais|sans|aucun\w*|rien|ni|essa\w+|tent\w+|échou\w+|échec|veut|voulait|souhait\w+|cherch\w+|avant|si|pour|encore|afin|probablement)\b/,
  },
  {
    code: 'es',
    small: set('el la los las y en de un una luego después que con por se del al su fue para'),
    numbers: 'dos tres cuatro cinco seis siete ocho nueve diez once doce'.split(' '),
    times: /^(?:veces|intentos)$/,
    feelings:
      /frustrad|enfadad|enojad|molest[oa]s?\b|confundid|satisfech|decepcionad|preocupad|content[oa]s?\b|impacient|feliz|felices|estresad|aliviad|ansios/,
    success:
      /éxito|exitos|pagó|pagad[oa]|guardó|guardad[oa]|se envió|enviad[oa]|completó|completad[oa]|compró|comprad[oa]|funcionó|confirmad[oa]|resuelt[oa]|logró|consiguió/,
    unsaid:
      /\b(?:no|nunca|sin|ningun\w*|nada|ni|intent\w+|trat\w+|fall\w+|quer\w+|quier\w+|desea\w*|busc\w+|antes|si|para|aún|todavía|probablemente)\b/,
  },
  {
    code: 'pt',
    small: set('o a os as e em de um uma depois que com por se do da no na ao seu foi para'),
    numbers: 'dois três quatro cinco seis sete oito nove dez onze doze'.split(' '),
    times: /^(?:vezes|tentativas)$/,
    feelings:
      /frustrad|irritad|chatead|confus[oa]s?\b|satisfeit|decepcionad|preocupad|content[ea]s?\b|impacient|feliz|ansios|aliviad/,
    success:
      /sucesso|pagou|pag[oa]\b|salvou|salv[oa]s?\b|foi enviad|enviad[oa]|concluiu|concluíd[oa]|comprou|funcionou|confirmad[oa]|resolvid[oa]|conseguiu/,
    unsaid:
      /\b(?:não|nunca|sem|nenhum\w*|nada|nem|tent\w+|falh\w+|quer\w*|deseja\w*|busc\w+|antes|se|para|ainda|provavelmente)\b/,
  },
  {
    code: 'it',
    small: set('il la i le e su di un una poi che con per ha è nel nella del della al si'),
    numbers: 'due tre quattro cinque sei sette otto nove dieci undici dodici'.split(' '),
    times: /^(?:volte|tentativi)$/,
    feelings:
      /frustrat|arrabbiat|irritat|confus[oaie]\b|soddisfatt|delus[oaie]\b|preoccupat|content[oaie]\b|impazient|felic[ei]\b|ansios|sollevat/,
    success:
      /successo|pagat[oa]|salvat[oa]|inviat[oa]|completat[oa]|acquistat[oa]|ha funzionato|confermat[oa]|risolt[oa]|è riuscit/,
    unsaid:
      /\b(?:non|mai|senza|nessun\w*|niente|né|prov\w+|tent\w+|fallit\w*|vuole|voleva|cerc\w+|prima|se|per|ancora|probabilmente)\b/,
  },
  {
    code: 'nl',
    small: set('de het een en op van in is naar daarna met zij hij ze dat te aan werd voor bij'),
    numbers: 'twee drie vier vijf zes zeven acht negen tien elf twaalf'.split(' '),
    times: /^(?:keer|maal|pogingen)$/,
    feelings: /frustr|boos\b|geïrriteerd|verward|tevreden|teleurgesteld|bezorgd|ongeduldig|blij\b|gestrest|opgelucht/,
    success: /succes|gelukt|betaald|opgeslagen|verzonden|verstuurd|afgerond|gekocht|werkte\b|bevestigd|opgelost/,
    unsaid:
      /\b(?:niet|nooit|zonder|geen|niets|noch|probe\w+|geprobeerd|mislukt\w*|wil|wilde|zoek\w*|voordat|of|om|nog|waarschijnlijk)\b/,
  },
  {
    code: 'ja',
    small: new Set(),
    numbers: [],
    times: /^回$/,
    feelings: /イライラ|苛立|怒っ|困惑|満足|不満|失望|不安|喜ん|焦っ|混乱し/,
    success:
      /成功|完了しまし|完了した|支払い済|支払われ|保存されまし|保存された|送信されまし|送信された|購入しまし|購入した|解決しまし|解決した/,
    unsaid: /ませんでした|ていない|ません|できず|失敗|しようと|したい|おそらく|せずに|なかった|未完了/,
  },
  {
    code: 'zh',
    small: new Set(),
    numbers: [],
    times: /^次$/,
    feelings: /沮丧|生气|困惑|满意|失望|焦虑|高兴|烦躁|愤怒|着急/,
    success: /成功|已支付|已付款|已保存|已发送|已完成|完成了|购买了|解决了|已确认/,
    unsaid: /没有|没|未|不|尝试|试图|想|可能|失败|无法|尚/,
  },
];

export const GATE_LANGUAGES: readonly GateLanguage[] = TABLE.map((language) => ({
  ...language,
  unsaid: unicode(language.unsaid),
  feelings: language.feelings && unicode(language.feelings),
  success: language.success && unicode(language.success),
}));

const HAN = /\p{Script=Han}/u;
const KANA = /\p{Script=Hiragana}|\p{Script=Katakana}/u;

/** The language that most small words speak for; undefined where none does. */
export function languageOf(text: string, words: readonly string[]): GateLanguage | undefined {
  const by = (code: string) => GATE_LANGUAGES.find((language) => language.code === code);
  if (
    KANA.test(text) &&
    (text.match(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/gu) ?? []).length > text.length / 4
  )
    return by('ja');
  if (HAN.test(text) && (text.match(/\p{Script=Han}/gu) ?? []).length > text.length / 4) return by('zh');
  let best: GateLanguage | undefined;
  let most = 0;
  for (const language of GATE_LANGUAGES) {
    const score = words.filter((word) => language.small.has(word)).length;
    if (score > most) [best, most] = [language, score];
  }
  return best;
}
