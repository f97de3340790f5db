import { element } from './element.js';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const minute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

/** All take Unix milliseconds. */
export const clockOf = (at) => clock.format(at);
export const minuteOf = (at) => minute.format(at);
export const fullOf = (at) => full.format(at);
export const dayOf = (at) => {
  const name = day.format(at);
  return name === day.format(Date.now()) ? 'Today' : name;
};

export function ago(at) {
  const passed = Math.max(0, Math.round((Date.now() - at) / 1000));
  if (passed < 5) return 'now';
  if (passed < 60) return `${passed}s`;
  if (passed < 3600) return `${Math.floor(passed / 60)}m`;
  return passed < 86_400 ? `${Math.floor(passed / 3600)}h` : `${Math.floor(passed / 86_400)}d`;
}

/** An element whose words grow older by themselves (`keepTimes`). */
export const agoElement = (at) =>
  element('time', { datetime: new Date(at).toISOString(), title: fullOf(at), 'data-ago': String(at) }, ago(at));

export const keepTimes = () =>
  setInterval(() => {
    for (const time of document.querySelectorAll('[data-ago]')) time.textContent = ago(Number(time.dataset.ago));
  }, 1_000);
