import { reportText } from '../report.text';
import type { Trial } from './trial';

const plain = (text: string) => text.replace(/\p{C}+/gu, ' ').slice(0, 1_000);

/** The note as it is kept, then one line for each assumption. */
export function trialText(trial: Trial): string {
  const { conversationId, ref, partId, stored } = trial;
  const where = partId === null ? 'not found' : `part ${partId}`;
  return [
    `The note in conversation ${plain(conversationId)}: ref ${ref}, ${where}`,
    ...(stored === null
      ? []
      : ['', 'As a reader sees it', ...stored.lines.map((line) => `  │ ${plain(line)}`.trimEnd())]),
    ...(stored === null ? [] : ['', 'As Intercom keeps it', `  ${plain(stored.html)}`]),
    '',
    reportText(trial),
  ].join('\n');
}
