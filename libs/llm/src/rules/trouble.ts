import { isHelpPage, isSentence, offersAnotherTry, saysNoResult, speaksOfError } from '@app/wording';
import type { Step } from '../visit';

/** Whether a step shows the user that something went wrong; its label is the text, word for word. */
export function isTrouble({ kind, label, page }: Step): boolean {
  if (kind === 'message') return true;
  if (kind === 'search' || kind === 'type' || kind === 'focus' || kind === 'blur') return false;
  if (offersAnotherTry(label) || isHelpPage(page)) return false;
  return speaksOfError(label) || saysNoResult(label) || (kind !== 'view' && isSentence(label));
}
