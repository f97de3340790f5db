const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

/** All take Unix seconds. */
export const clockOf = (seconds) => clock.format(seconds * 1000);
export const dayOf = (seconds) => {
  const name = day.format(seconds * 1000);
  return name === day.format(Date.now()) ? 'Today' : name;
};

export function ago(seconds) {
  const passed = Math.max(0, Math.round(Date.now() / 1000 - seconds));
  if (passed < 5) return 'now';
  if (passed < 60) return `${passed}s`;
  if (passed < 3600) return `${Math.floor(passed / 60)}m`;
  return passed < 86_400 ? `${Math.floor(passed / 3600)}h` : `${Math.floor(passed / 86_400)}d`;
}
