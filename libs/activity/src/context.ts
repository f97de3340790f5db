import type { Activity } from './activity';

const MOST = 2_000;
const ACTIONS = 10;

/** One plain block for a prompt. It says of the summary that it is written by AI: bots take such texts for facts. */
export function contextOf(activity: Omit<Activity, 'context'>): string {
  const {
    current_page: page,
    last_action_at: at,
    summary,
    summary_by: by,
    signals,
    recent_actions: actions,
  } = activity;
  const head = [
    `The customer ${activity.active ? 'is' : 'was last'} on ${page ?? 'an unknown page'}${at ? `, last action ${at}` : ''}.`,
    ...signals.map(({ text }) => `Sign of trouble: ${text}.`),
    ...(summary ? [`Summary (internal, written by ${by === 'rules' ? 'rules' : 'AI'}, may be wrong): ${summary}`] : []),
  ];
  const lines = actions.slice(-ACTIONS).map(({ at: time, text }) => `${time.slice(11, 19)} ${text}`);
  const block = [...head, ...(lines.length > 0 ? ['Recent actions, oldest first (UTC):', ...lines] : [])].join('\n');
  return block.length > MOST ? `${block.slice(0, MOST - 1)}…` : block;
}
