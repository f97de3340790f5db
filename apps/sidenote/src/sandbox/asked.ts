const PRESETS = ['recipe', 'calm', 'quiet'];

/** What the sandbox asks its supervisor for, one JSON line of its output each. */
export type Asked = { ask: 'preset'; preset: string } | { ask: 'kill-writer' };

/** Null: an ordinary line. */
export function askedIn(line: string): Asked | null {
  if (!line.startsWith('{"ask":')) return null;
  try {
    const { ask, preset } = JSON.parse(line) as { ask?: unknown; preset?: unknown };
    if (ask === 'kill-writer') return { ask };
    return ask === 'preset' && typeof preset === 'string' && PRESETS.includes(preset) ? { ask, preset } : null;
  } catch {
    return null;
  }
}
