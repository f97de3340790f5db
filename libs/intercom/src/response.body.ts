import { errors, type Dispatcher } from 'undici';

/** A conversation of 500 parts of 5,000 characters fits with room to spare. The dispatcher stops reading there. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * Reads a JSON object.
 * @returns the object, or null when the body is too long, not JSON, or not an object. A connection that fails while reading throws.
 */
export async function readJsonObject({ body }: Dispatcher.ResponseData): Promise<Record<string, unknown> | null> {
  let text: string;
  try {
    text = await body.text();
  } catch (error) {
    if (error instanceof errors.ResponseExceededMaxSizeError) return null;
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
