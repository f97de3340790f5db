/** `#/` is the overview, `#/find` the list on a narrow screen, `#/of/<id>` a conversation or session, `#/preview/<id>` what an agent would see. */
export function route() {
  const [, place = '', id = ''] = /^#\/([a-z]*)(?:\/(.*))?$/.exec(location.hash) ?? [];
  if (place === 'of' && id !== '') return { place: 'of', id: decoded(id) };
  if (place === 'preview') return { place, id: null, previewed: decoded(id) };
  return { place: place === 'find' ? 'find' : 'overview', id: null };
}

export const addressOf = (id) => `#/of/${encodeURIComponent(id)}`;

export const previewAddressOf = (sessionId) => `#/preview/${encodeURIComponent(sessionId)}`;

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
