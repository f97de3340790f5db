/** The text of a note: what the reader sees, as lines and as HTML, with an upper bound of its length that Lua can add up. */
export { cut, oneLine } from './line';
export {
  lineCost,
  type Note,
  type NoteAction,
  type NoteInput,
  NOTE_LIMIT,
  noteOverhead,
  renderNote,
  renderSummary,
  type SummaryInput,
} from './note';
export { newRef } from './ref';
export { type Replay } from './replay';
