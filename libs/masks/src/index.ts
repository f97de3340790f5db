/** What must not be stored, posted or sent to an LLM is blanked here: one `Mask` for all texts from outside, built from the settings. */
export { maskBeginning } from './beginning';
export { BLANK } from './blank';
export { Mask, type MaskOptions } from './mask';
export { MasksModule } from './masks.module';
export { routeShape } from './route.shape';
