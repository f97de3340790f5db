import type { TailItem } from './tail';
import { plain } from './terminal';

const SIGNS: Record<TailItem['tone'], string> = { good: '✓', quiet: '·', odd: '!', bad: '✗' };
const KNOWN = { user: 'user known', 'e-mail': 'known by e-mail', no: 'user not known' } as const;

/** One item for a terminal; the time is UTC. */
export function tailText(item: TailItem): string {
  const { at, tone, text, detail, texts, conversationId, known } = item;
  const session = item.sessionId ?? item.sessionKey;
  const whose = [
    session !== null && `session ${session}${known ? ` (${KNOWN[known]})` : ''}`,
    conversationId !== null && `conversation ${conversationId}`,
  ];
  const said = [text, detail].filter(Boolean).join(' · ');
  const clock = new Date(at).toISOString().slice(11, 19);
  return [
    `${clock} ${SIGNS[tone]} ${plain(said)}`,
    ...whose.filter((line) => line !== false).map((line) => `           ${plain(line)}`),
    ...texts.map((line) => `           > ${plain(line)}`),
    '',
  ].join('\n');
}
