/** Of what stands in the head and the footer, in UTF-16 units; an action's own words are cut at intake. */
export const MAX_PAGE = 60;
export const MAX_SIGNAL = 120;
export const MOST_SIGNALS = 3;
export const MAX_SESSION_ID = 256;
