/** Reads the connector's sentences: what was done to what, on which page, in several languages; what does not fit is kept whole. */
export { readDeed, type Deed, type DeedKind, type RecordedAction } from './deed';
export { isHelpPage, isSentence, offersAnotherTry, saysNoResult, saysSuccess, speaksOfError } from './messages';
