/** A conversation of 500 parts of 5,000 characters fits with room to spare. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * Reads a JSON object of at most `MAX_BODY_BYTES`.
 * @returns the object, or null when the body is too long, not JSON, or not an object. A connection that fails while reading throws.
 */
export async function readJsonObject(response: Response): Promise<Record<string, unknown> | null> {
  const text = await readText(response);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

async function readText(response: Response): Promise<string | null> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString('utf8');
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}
