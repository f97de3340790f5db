/** The text of a note: what the reader sees, as lines and as HTML, with an upper bound of its length that Lua can add up. */
export { NOTE_LIMIT } from './limit';
export { cut, oneLine } from './line';
export {
  lineCost,
  type NoteAction,
  type NoteInput,
  noteOverhead,
  renderNote,
  renderSummary,
  type SummaryInput,
} from './note';
export { type GroupedInput, renderGrouped } from './grouped/grouped.note';
export { groupedOverhead } from './grouped/overhead';
export { type GroupedSummaryInput, renderGroupedSummary } from './grouped/grouped.summary';
export { type GroupedAction } from './grouped/step';
export { type Late } from './late';
export { newRef } from './ref';
export { type Note, renderLines } from './render';
export { type Replay, replayLink } from './replay';
