/** One note in a test conversation, to see which of our assumptions about Intercom hold. */
export { tryNote, type Trial } from './trial';
export { trialText } from './trial.text';
