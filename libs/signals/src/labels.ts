import { isHelpPage } from '@app/wording';

/** `+`, `›`, `3`, `×`: nothing that could be a word. */
const NO_WORD = /^[^\p{L}]*$/u;

/** Controls that are meant to be pressed several times: steppers, pagers, carousels, tours, toggles, players, calendars, keypads. */
const PRESSED_REPEATEDLY =
  /\b(?:next|previous|prev|forward|back|more|fewer|less|older|newer|increase|decrease|increment|decrement|add one|remove one|plus|minus|quantity|up|down|left|right|zoom|scroll|skip|page|slide|picture|photo|image|toggle|switch|checkbox|expand|collapse|show|hide|undo|redo|play|pause|mute|volume|rewind|month|week|day|year|star|like|key|digit|sort|got it)\b|\b(?:weiter|zurück|nächste[rs]?|vorherige[rs]?|mehr|weniger|erhöhen|verringern|menge|blättern|seite|bild|umschalten|anzeigen|ausblenden|monat|woche|tag|jahr|verstanden)\b|\b(?:suivant|précédent|retour|plus|moins|augmenter|diminuer|quantité|image|mois|semaine|jour)(?:e|s|es)?(?![\p{L}])|\b(?:siguiente|anterior|más|menos|aumentar|disminuir|cantidad|imagen|mes|semana|día)(?![\p{L}])|\b(?:próximo|próxima|seguinte|mais|aumentar|diminuir|quantidade|imagem|mês)(?![\p{L}])|\b(?:avanti|successivo|precedente|indietro|volgende|vorige|meer|minder|następn\p{L}*|poprzedni\p{L}*)(?![\p{L}])|次へ|前へ|戻る|もっと|次の|下一|上一|更多|다음|이전|더보기|далее|назад|следующ/iu;

const HELP_PATH =
  /\/(?:help|docs?|documentation|articles?|kb|faq|blog|guides?|support|learn|hilfe|aide|ayuda)(?:\/|$)/i;

/** The words of a button that sends, pays or saves something. */
const COMMITS =
  /(?<!\p{L})(?:save|send|pay|apply|submit|confirm|place order|order now|buy|check ?out|sign ?in|log ?in|sign ?up|register|create|update|publish|upload|import|export|download|generate|invite|delete|remove|redeem|verify|connect|test|reset|activate|enable|subscribe|book|request|refresh|retry|try again|reload|rotate|resend|speichern|sichern|senden|absenden|bezahlen|kaufen|bestellen|anwenden|bestätigen|anmelden|einloggen|registrieren|erstellen|hochladen|herunterladen|löschen|prüfen|verbinden|buchen|erneut versuchen|enregistrer|sauvegarder|envoyer|payer|acheter|commander|appliquer|confirmer|valider|connecter|connexion|inscrire|créer|télécharger|supprimer|vérifier|réserver|réessayer|guardar|enviar|pagar|comprar|aplicar|confirmar|iniciar sesión|entrar|registrarse|crear|subir|descargar|eliminar|verificar|conectar|reservar|reintentar|salvar|cadastrar|criar|baixar|excluir|salva|invia|paga|acquista|applica|conferma|accedi|registrati|crea|carica|elimina|riprova|opslaan|verzenden|betalen|bestellen|toepassen|bevestigen|inloggen|zapisz|wyślij|zapłać|kup|zastosuj|potwierdź|zaloguj|сохранить|отправить|оплатить|купить|применить|подтвердить|войти)(?!\p{L})|保存|送信|支払|購入|注文|適用|確認|ログイン|登録|再試行|提交|支付|购买|应用|确认|登录|重试|저장|보내기|결제|구매|적용|확인|로그인/iu;

/** Clicks within a form that do not send it. */
const ASIDE =
  /\?$|(?<!\p{L})(?:upload|attach|help|info|why|what|how|choose file|browse|back|cancel|close|home|hochladen|hilfe|zurück|abbrechen|schließen|joindre|aide|retour|annuler|fermer|subir|adjuntar|ayuda|volver|cancelar|cerrar|ajuda|voltar|fechar|carica|aiuto|indietro|annulla|chiudi)(?!\p{L})|キャンセル|戻る|取消|返回|취소/iu;

export const isPressedRepeatedly = (label: string) => NO_WORD.test(label) || PRESSED_REPEATEDLY.test(label);
export const commits = (label: string) => COMMITS.test(label);
export const isAside = (label: string) => NO_WORD.test(label) || ASIDE.test(label);
export const isHelp = (page: string, url: string) =>
  isHelpPage(page) || (URL.canParse(url) && HELP_PATH.test(new URL(url).pathname));
