/** What an agent would see of a visit with a preset: the thread as the writer would make it, without posting anything. */
export { figuresOf, type Figures } from './figures';
export { isPreset, PREVIEW_PRESETS, preview, type Preview, type PreviewPreset } from './preview';
export { previewText } from './preview.text';
export { previewOfSample, previewOfSession, type PreviewRequest } from './previews';
export { sampleNames, samples, type Sample } from './samples';
export { simulate } from './simulate';
export type { ThreadNote, Visit } from './visit';
