/** Signs of trouble in what a user did: clicked like mad, tried again, an error, a form left, nothing found. Pure, hints and no facts. */
export { isOfError, type Signal, SIGNAL_KINDS, type SignalAction, type SignalKind } from './signal';
export { SIGNAL_CONTEXT, type SignalOptions, signalsOf } from './signals';
export { SILENCE_S } from './silence';
