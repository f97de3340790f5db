/** The text of a note: what the reader sees, as lines and as HTML, with an upper bound of its length that Lua can add up. */
export { cut, oneLine } from './line';
