import { settingsOfPreset } from '@app/config';
import { type Figures, figuresOf } from './figures';
import { simulate } from './simulate';
import type { ThreadNote, Visit } from './visit';

export const PREVIEW_PRESETS = ['recipe', 'calm', 'quiet'] as const;
export type PreviewPreset = (typeof PREVIEW_PRESETS)[number];

export const isPreset = (name: unknown): name is PreviewPreset => PREVIEW_PRESETS.includes(name as PreviewPreset);

export interface Preview {
  preset: PreviewPreset;
  /** Recorded actions. */
  recorded: number;
  notes: ThreadNote[];
  figures: Figures;
  /** What must be known to read it. */
  remarks: string[];
}

const BY_RULES =
  'Summaries are written by the rules here. What they cover is shown as deleted, as after an LLM’s summary; one by rules deletes nothing.';

/** What an agent would see of this visit with this preset; a variable that is set itself wins, as it does in the service. */
export function preview(visit: Visit, preset: PreviewPreset, remarks: readonly string[] = []): Preview {
  const { settings, own } = settingsOfPreset(preset);
  const recorded = visit.before.length + visit.after.length;
  const notes = recorded === 0 ? [] : simulate(visit, settings);
  return {
    preset,
    recorded,
    notes,
    figures: figuresOf(notes, recorded),
    remarks: [
      ...remarks,
      ...(notes.some(({ kind }) => kind === 'summary') ? [BY_RULES] : []),
      ...(own.length > 0 ? [`Set itself, so that the preset does not set it: ${own.join(', ')}.`] : []),
    ],
  };
}
