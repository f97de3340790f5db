/** The longest note, in UTF-16 units as rendered (Intercom publishes no limit; the contract sets this one). */
export const NOTE_LIMIT = 5000;
