/**
 * What the sandbox tells, as one connection for a page and all its frames: a browser has six for a host, and each page that is
 * open would take three of them.
 */
export function openFeed() {
  const shared = parent === window ? null : parent.sandboxFeed;
  if (!shared) return (window.sandboxFeed = new EventSource('/control/events'));
  const listening = [];
  addEventListener('pagehide', () => listening.forEach(([name, on]) => shared.removeEventListener(name, on)));
  return {
    addEventListener(name, on) {
      listening.push([name, on]);
      shared.addEventListener(name, on);
      if (name === 'open' && shared.readyState === EventSource.OPEN) queueMicrotask(on);
    },
  };
}
