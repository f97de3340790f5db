/** `#/<place>/<id>`: today the only place is the inbox; an unknown one leads there. */
export function route() {
  const [, place, id] = location.hash.split('/');
  return { place: place || 'inbox', id: id ? decodeURIComponent(id) : null };
}

export function go(place, id = null, { replace = false } = {}) {
  const hash = id === null ? `#/${place}` : `#/${place}/${encodeURIComponent(id)}`;
  if (replace) {
    history.replaceState(null, '', hash);
    dispatchEvent(new HashChangeEvent('hashchange'));
  } else location.hash = hash;
}
