import { agoElement } from '../pages/dates.js';
import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';

const SHOWN = 40;

/** What is going on, newest first, in words; calls that only look are left out, redactions in a row are one line. */
export function activityItems(activity) {
  const lines = [];
  for (const { name, data, at } of activity) {
    const line = WORDS[name](data);
    if (!line) continue;
    const last = lines.at(-1);
    if (last && line.joins && last.joins === line.joins) last.count += 1;
    else lines.push({ ...line, at, count: 1 });
    if (lines.length > SHOWN) break;
  }
  return lines.map((line) =>
    element(
      'li',
      { class: `act is-${line.tone}` },
      icon(line.icon),
      element('span', { class: 'act-words' }, line.joins ? line.words(line.count) : line.words),
      agoElement(line.at * 1000),
    ),
  );
}

const good = (status) => status >= 200 && status < 300;
const outcome = (status) => (status === 0 ? 'no answer' : String(status));

const WORDS = {
  frame: ({ titles, who }) =>
    titles.length === 0
      ? null
      : { icon: 'payload', tone: 'quiet', words: `${who ? `${who.split('@')[0]}: ` : ''}${titles.join(' · ')}` },
  webhook: ({ topic, status, attempts }) => ({
    icon: good(status) ? 'link' : 'alert',
    tone: good(status) ? 'plain' : 'bad',
    words: `Webhook ${topic}: ${outcome(status)}${attempts > 1 ? `, attempt ${attempts}` : ''}`,
  }),
  completion: ({ actions, status }) =>
    good(status)
      ? { icon: 'summary', tone: 'note', words: `Summary written from ${actions} actions` }
      : { icon: 'alert', tone: 'bad', words: `Summary failed: ${outcome(status)}` },
  call: ({ operation, status }) => {
    const known = CALLS[operation];
    if (!good(status)) return { icon: 'alert', tone: 'bad', words: `Intercom ${operation}: ${outcome(status)}` };
    return known ?? null;
  },
};

const CALLS = {
  reply: { icon: 'note', tone: 'note', words: 'Note posted' },
  redact: {
    icon: 'redaction',
    tone: 'plain',
    joins: 'redact',
    words: (count) => `${count} ${count === 1 ? 'note' : 'notes'} redacted`,
  },
};
