import type { Step } from '../visit';

/** Words of error texts, in the languages that are met most. */
const ERROR =
  /\b(?:error|fail(?:ed|ure|s)?|invalid|not valid|declined|denied|could ?n[o']t|can ?not|can't|unable to|expired|wrong|incorrect|rejected|not found|try again|please (?:enter|choose|select|check|fill)|is required|too many|unavailable|not available|timed out|no longer|went wrong|no results?|nothing found|does not (?:match|exist)|must be|exceeded|not allowed|out of stock|conflict|already (?:exists|taken|in use))\b|\b[45]0[0-9]\b|fehler|ungültig|abgelehnt|fehlgeschlagen|konnte nicht|nicht gefunden|abgelaufen|bitte .{0,40}(?:eingeben|prüfen|wählen|ausfüllen)|nicht möglich|keine ergebnisse|keine treffer|nicht verfügbar|leider|erreur|invalide|refusée?|échou|échec|impossible|introuvable|expirée?|incorrecte?|aucun résultat|veuillez|n'a pas pu|indisponible|inválid|no es válid|no válid|rechazad|falló|ha fallado|no se (?:pudo|puede|encontr)|caducad|sin resultados|incorrect|denegad|agotad|por favor|\berro\b|recusad|falhou|não foi possível|nenhum resultado|errore|non valid|rifiutat|scadut|nessun risultato|\bfout\b|ongeldig|geweigerd|mislukt|niet gevonden|verlopen|geen resultaten|błąd|nieprawidłow|odrzucon|ошибк|не удалось|отклон|неверн|エラー|失敗|無効|できません|見つかりません|拒否|正しくありません|错误|失败|无效|拒绝|无法|오류|실패/iu;
/** Their pages speak of errors without one having happened. */
const HELP =
  /\b(?:help|docs?|documentation|articles?|knowledge|faq|blog|guides?|hilfe|aide|ayuda|ajuda|aiuto)\b|ヘルプ|帮助/iu;
/** Buttons that offer a second try, and reports about failures, are no message themselves. */
const OFFER =
  /^(?:try again|retry|erneut versuchen|réessayer|reintentar|intentar de nuevo|tentar novamente|riprova|opnieuw proberen|再試行|重试)$/iu;

/** The text of a message: in words that speak of an error, or, in any language, a whole sentence where a label would stand. */
const isSentence = (label: string) => label.split(/\s+/u).length >= 4 && /[.!。！]$/u.test(label);

/** Whether a step shows the user that something went wrong; its label is the text, word for word. */
export function isTrouble({ kind, label, page }: Step): boolean {
  if (kind === 'search' || kind === 'type' || kind === 'focus' || kind === 'blur') return false;
  if (OFFER.test(label) || HELP.test(page)) return false;
  return ERROR.test(label) || (kind !== 'view' && isSentence(label));
}

export const isOffer = ({ label }: Step) => OFFER.test(label);
