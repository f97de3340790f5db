import type { ReadAnswer } from './answer';
import { fold } from './fold';
import { GATE_LANGUAGES } from './languages';
import type { Told } from './told';

/** A page or text that shows that something worked, by what it shows; a button that only offers it does not. */
const PROOFS: readonly { claim: RegExp; proof: RegExp }[] = [
  {
    claim:
      /paid|pay|bought|purchas|order|bezahlt|gekauft|pay[ée]|achet|pag|compr|acquist|betaald|gekocht|支付|付款|支払|購入|购买|refund/,
    proof:
      /\bpaid\b|receipt|payment (?:received|successful|complete|confirmed|accepted)|order (?:confirm|placed|complete|number|received)|confirmation|thank|purchase complete|bezahlt|bestellbestätigung|bestätigung|danke|vielen dank|payée|merci|confirmation|pagad|gracias|confirmación|pedido confirmado|obrigad|confirmação|pagat[oa]|grazie|conferma|bedankt|betaald|注文完了|ありがとう|支払い完了|订单已|支付成功|感谢|refunded/,
  },
  {
    claim: /sav|gespeichert|enregistr|guard|salv|opgeslagen|保存/,
    proof:
      /\bsaved\b|changes saved|updated|gespeichert|enregistré|guardad|salv[oa]s?\b|salvat|opgeslagen|保存しました|保存されました|已保存/,
  },
  {
    claim: /sent|deliver|gesendet|geschickt|verschickt|envoy|envi|inviat|verzonden|verstuurd|送信|发送/,
    proof:
      /\bsent\b|delivered|submitted$|received|thank|gesendet|verschickt|danke|envoyé|merci|enviad|gracias|obrigad|inviat|grazie|verzonden|verstuurd|bedankt|送信しました|送信完了|ありがとう|已发送|感谢|confirmation/m,
  },
];
const ANY_PROOF =
  /\bsuccess|succeeded|confirmation|confirmed|complete[d]?\b|\bdone\b|thank|welcome|congrat|\bsaved\b|\bsent\b|\bpaid\b|\bcreated\b|\bactive\b|activated|enabled\b|verified|approved|received|updated|resolved|finished|receipt|connected|erfolg|bestätig|danke|abgeschlossen|gespeichert|gesendet|willkommen|fertig|aktiviert|réussi|succès|confirmé|merci|terminé|bienvenue|enregistré|envoyé|éxito|confirmad|gracias|completad|bienvenid|guardad|enviad|listo|sucesso|obrigad|concluíd|bem-vind|successo|confermat|grazie|completat|benvenut|succes|bedankt|gelukt|voltooid|welkom|完了|成功|ありがとう|ようこそ|感谢|已完成/;

const ALL_SUCCESS = GATE_LANGUAGES.flatMap(({ success }) => success ?? []);
const CLAUSE = /[,;:–—]|\b(?:but|and then|however|aber|mais|pero|mas|ma|maar)\b/u;

/** What a sentence says before the claim, within the same clause. */
const clauseBefore = (sentence: string, at: number) => sentence.slice(0, at).split(CLAUSE).at(-1) ?? '';
const clauseAfter = (sentence: string, end: number) => sentence.slice(end).split(CLAUSE)[0] ?? '';

const proven = (claim: string, shown: string) => {
  const special = PROOFS.find((each) => each.claim.test(claim));
  return (special?.proof ?? ANY_PROOF).test(shown);
};

/** What is a guess at an aim claims nothing, unless it says outright that it worked. */
const GUESS =
  /^(?:probably|wahrscheinlich|vermutlich|probablement|probablemente|provavelmente|probabilmente|waarschijnlijk|おそらく|可能)/;
const OUTRIGHT = /success|erfolgreich|succès|éxito|sucesso|成功|went through|succeed/;

/** Says that something worked, was paid, sent or saved, and nothing shown says so. */
export function claimsSuccess({ sentences, language }: ReadAnswer, told: Told): boolean {
  const patterns = language?.success ? [language.success] : ALL_SUCCESS;
  return sentences.map(fold).some((sentence) =>
    patterns.some((pattern) =>
      [...sentence.matchAll(new RegExp(pattern, 'gu'))].some((match) => {
        const [claim] = match;
        if (GUESS.test(sentence) && !OUTRIGHT.test(claim)) return false;
        const [before, after] = [
          clauseBefore(sentence, match.index),
          clauseAfter(sentence, match.index + claim.length),
        ];
        if (language?.unsaid.test(before)) return false;
        // Verbs at the end of a clause: "konnte … nicht abschließen", "保存できませんでした".
        if (/^(?:ja|de|nl)$/.test(language?.code ?? '') && language?.unsaid.test(after)) return false;
        return !proven(claim, told.shown);
      }),
    ),
  );
}

/** Says what somebody felt, in a word that was not told. */
export function tellsFeelings({ unquoted, language }: ReadAnswer, told: Told): boolean {
  const text = fold(unquoted);
  const patterns = (language ? [language.feelings] : GATE_LANGUAGES.map(({ feelings }) => feelings)).filter(
    (p) => p !== undefined,
  );
  return patterns.some((pattern) =>
    [...text.matchAll(new RegExp(pattern, 'gu'))].some(([word]) => !told.text.includes(word)),
  );
}
