import type { Activity } from '@app/activity';
import type { SaidBy } from '@app/sessions';
import { button, type Canvas, canvasOf, type Component, cut, header, muted, paragraph } from './components';
import { widthOf } from './shortened';

/** What the first canvas shows at most: 400 px are some 15 lines. */
const ACTIONS = 5;
/** Beside the time. */
const LINE_LETTERS = 27;
const SIGNAL_LETTERS = 60;
const SUMMARY_LETTERS = 144;
const UNLINKED_BY_LETTERS = 60;

/** Whoever it is did all of it. */
const deed = (text: string) => text.replace(/^User (?=\S)/, '');
const clock = (iso: string) => iso.slice(11, 19);
const dated = (iso: string) => `${iso.slice(0, 10)} ${clock(iso)} UTC`;

const LINKED_BY: Record<string, string> = {
  attribute: 'the attribute of the conversation',
  user_id: 'user id',
  email: 'e-mail',
  stream: 'Autoplay',
  browser: 'the browser',
  waiting: 'the first click after the question',
  hand: 'somebody of the team',
};

export interface PanelState {
  /** null: no session is known. */
  activity: Activity | null;
  muted: boolean;
  summaryDue: boolean;
  /** Whose session was taken out of here last, by whom and when; told where no session is known. */
  unlinked?: SaidBy | undefined;
  /** What a press has done. */
  said?: string;
}

/** The first canvas. Times are absolute: nothing in it moves until somebody refreshes it. */
export function panelCanvas({ activity, muted: isMuted, summaryDue, unlinked, said }: PanelState): Canvas {
  const told: Component[] = said ? [muted(said)] : [];
  if (activity === null) return canvasOf([...told, ...unknown(unlinked)]);
  return canvasOf([
    ...told,
    ...place(activity),
    ...actions(activity),
    ...signs(activity),
    ...summary(activity, summaryDue),
    ...(isMuted ? [muted('Notes are muted here.')] : []),
    button('refresh', 'Refresh'),
    button('summarise', 'Summarise now'),
    button('more', 'Wrong customer, mute …'),
  ]);
}

function unknown(unlinked: SaidBy | undefined): Component[] {
  const refresh = button('refresh', 'Refresh');
  if (!unlinked)
    return [
      muted('No session of this customer is known yet. It appears with their next click, if they are logged in.'),
      refresh,
    ];
  const { at, by } = unlinked;
  return [
    muted('No session of this customer is known.'),
    muted(`Unlinked as the wrong customer: ${dated(new Date(at).toISOString())}, ${cut(by, UNLINKED_BY_LETTERS)}.`),
    refresh,
    button('relink', 'Right customer: link it again'),
  ];
}

function place({ current_page: page, last_action_at: at, linked_by: by, replay_url: replay }: Activity): Component[] {
  const how = by === null ? '' : ` · linked by ${LINKED_BY[by] ?? cut(by, 20)}`;
  const link = replay ? ` · [replay](${replay.replaceAll(')', '%29').replaceAll('(', '%28')})` : '';
  return [
    header(page === null ? 'No page is known' : `On ${cut(page, 32)}`),
    muted(`${at === null ? 'No action yet' : `Last action ${dated(at)}`}${how}${link}`),
  ];
}

/** Newest first; what was done several times in a row is one line, with the time of the last. */
function actions({ recent_actions: all }: Activity): Component[] {
  if (all.length === 0) return [muted('Nothing is kept of what they did.')];
  const lines: { at: string; text: string; times: number }[] = [];
  for (const { at, text } of all.toReversed()) {
    const later = lines.at(-1);
    if (later?.text === text) later.times += 1;
    else if (lines.push({ at, text, times: 1 }) > ACTIONS) break;
  }
  return lines.slice(0, ACTIONS).map(({ at, text, times }) => {
    const often = times > 1 ? ` ×${times}` : '';
    return paragraph(
      `${clock(at)} ${cut(placed(deed(text), LINE_LETTERS - often.length), LINE_LETTERS - often.length)}${often}`,
    );
  });
}

/** Where not all fits, the page goes first: what was done to what says more. Where nothing else is named, the page is what it is about. */
const placed = (text: string, most: number) =>
  widthOf(text) > most ? text.replace(/^(\S+ .+) on the .+$/u, '$1') : text;

const signs = ({ signals: [first] }: Activity): Component[] =>
  first ? [paragraph(`**${cut(first.text, SIGNAL_LETTERS)}**`)] : [];

function summary({ summary: prose, summary_by: by }: Activity, due: boolean): Component[] {
  if (prose === null) return due ? [muted('A summary is being written. Refresh in a few seconds.')] : [];
  return [
    paragraph(cut(prose, SUMMARY_LETTERS)),
    muted(`Summary by ${cut(by ?? 'AI', 16)}: a hint, not a fact${due ? '. A newer one comes.' : ''}`),
  ];
}

/** What changes something: each is said again, with what follows, before it is done. */
export function moreCanvas(isMuted: boolean): Canvas {
  return canvasOf([
    header('Wrong customer?'),
    muted('Unlinks what is shown here from this conversation for good, and redacts our notes of it.'),
    button('unlink', 'Yes, unlink and redact'),
    { type: 'divider' },
    muted(isMuted ? 'Notes are muted here.' : 'Muted, nothing is posted here until it is unmuted.'),
    isMuted ? button('unmute', 'Unmute notes here') : button('mute', 'Mute notes here'),
    button('refresh', 'Back'),
  ]);
}

/** Redis is away, or slow. */
export const awayCanvas = (): Canvas =>
  canvasOf([muted('Not available just now. Nothing is lost.'), button('refresh', 'Try again')]);
