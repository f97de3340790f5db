/** Words of messages that something went wrong, in the languages that are met most. */
const ERROR =
  /\b(?:error|fail(?:ed|ure|s)?|invalid|not valid|(?:enter|provide) a valid|declined|denied|could ?n[o']t|can ?not|can't|unable to|expired|wrong|incorrect|rejected|not found|try again|please (?:enter|choose|select|check|fill)|is required|too many|unavailable|not available|timed out|no longer|went wrong|does not (?:match|exist)|must be|exceeded|not allowed|out of stock|conflict|already (?:exists|taken|in use))\b|\b[45]0[0-9]\b|fehler|ungültig|abgelehnt|fehlgeschlagen|konnte nicht|nicht gefunden|abgelaufen|bitte .{0,40}(?:eingeben|prüfen|wählen|ausfüllen)|nicht möglich|nicht verfügbar|leider|erreur|invalide|refusée?|échou|échec|impossible|introuvable|expirée?|incorrecte?|veuillez|n'a pas pu|indisponible|inválid|no es válid|no válid|rechazad|falló|ha fallado|no se (?:pudo|puede|encontr)|caducad|incorrect|denegad|agotad|por favor|\berro\b|recusad|falhou|não foi possível|errore|non valid|rifiutat|scadut|\bfout\b|ongeldig|geweigerd|mislukt|niet gevonden|verlopen|błąd|nieprawidłow|odrzucon|ошибк|не удалось|отклон|неверн|エラー|失敗|無効|できません|拒否|正しくありません|错误|失败|无效|拒绝|无法|오류|실패/iu;

const NO_RESULT =
  /\b(?:no (?:results?|matches|hits)|nothing found|0 results|no .{1,40} found)\b|keine (?:ergebnisse|treffer)|nichts gefunden|aucun résultat|rien trouvé|sin resultados|no se encontraron|nenhum resultado|nessun risultato|geen resultaten|brak wyników|ничего не найдено|見つかりません|該当なし|无结果|没有找到|결과가? 없/iu;

/** Words of messages that something went well. */
const SUCCESS =
  /(?<!\p{L})(?:success(?:ful(?:ly)?)?|saved|updated|created|sent|added|removed|deleted|copied|uploaded|downloaded|connected|confirmed|completed?|all set|done|thanks?|thank you|welcome|erfolg(?:reich)?|gespeichert|aktualisiert|gesendet|hinzugefügt|gelöscht|kopiert|bestätigt|abgeschlossen|fertig|danke|willkommen|succès|enregistrée?s?|envoyée?s?|ajoutée?s?|supprimée?s?|confirmée?s?|terminée?s?|merci|bienvenue|éxito|guardad[oa]s?|enviad[oa]s?|añadid[oa]s?|actualizad[oa]s?|eliminad[oa]s?|confirmad[oa]s?|gracias|sucesso|salv[oa]s?|atualizad[oa]s?|obrigad[oa]|successo|salvat[oaie]|inviat[oaie]|aggiornat[oaie]|grazie|gelukt|opgeslagen|verzonden|bijgewerkt|bedankt|zapisan[oey]|wysłan[oey]|dziękujemy|сохранен[оаы]?|отправлен[оаы]?|успешно|спасибо)(?!\p{L})|保存しました|完了|成功|ありがとう|已保存|已发送|谢谢|저장되었|완료|감사/iu;

const NEGATION =
  /(?<!\p{L})(?:not|no|never|nicht|kein[esnrm]*|pas|aucune?|não|nenhum[a]?|non|nessun[oa]?|niet|geen|nie|не)(?!\p{L})|n['’]t(?!\p{L})|ない|ません|未|没|不|안 |못/iu;

/** Buttons that offer another try: something had gone wrong where one is pressed, but they are no message themselves. */
const OFFER =
  /^(?:try again|retry|reload|erneut versuchen|nochmal versuchen|réessayer|reintentar|intentar de nuevo|tentar novamente|riprova|opnieuw proberen|spróbuj ponownie|повторить|再試行|重试|다시 시도)$/iu;

/** Pages that speak of errors, of searching and of trying without anything having gone wrong. */
const HELP =
  /(?<!\p{L})(?:help|docs?|documentation|articles?|knowledge|faq|blog|guides?|support cent(?:er|re)|status codes?|hilfe|aide|ayuda|ajuda|aiuto|hulp|pomoc|помощь)(?!\p{L})|ヘルプ|帮助|도움말/iu;

/** In any language: a whole sentence stands where a label would. */
export const isSentence = (label: string): boolean => label.split(/\s+/u).length >= 4 && /[.!。！]$/u.test(label);
export const speaksOfError = (label: string): boolean => ERROR.test(label);
export const saysNoResult = (label: string): boolean => NO_RESULT.test(label);
export const offersAnotherTry = (label: string): boolean => OFFER.test(label);
export const isHelpPage = (page: string): boolean => HELP.test(page);
/** That it went well, and nothing of it did not. */
export const saysSuccess = (label: string): boolean =>
  SUCCESS.test(label) && !NEGATION.test(label) && !speaksOfError(label);
