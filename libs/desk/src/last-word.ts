/**
 * What somebody else's state says directly before a call, asked in the same script as the turn: nobody takes a turn that may not be used,
 * and between the turn and the word nothing can happen.
 */
export interface LastWord {
  /** Tells it from others. */
  name: string;
  /** Lua; returns two functions: may this call be made (1: yes), and what is written for one that is. KEYS and the last of ARGV are those of a session script. */
  lua: string;
  /** Number of arguments of both functions. */
  width: number;
  settings: string;
}

export interface Asking {
  word: LastWord;
  args: (string | number)[];
}
