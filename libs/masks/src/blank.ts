/** What stands where a secret stood. No rule matches it, so masking twice is masking once. */
export const BLANK = '•••';
