/** A desk's budget as an answer showed it: the calls of a fixed window, counted over all apps that share it. */
export interface RateSeen {
  /** Calls in one window. */
  limit: number;
  /** Calls left in the window that ends at `resetAtMs`. */
  remaining: number;
  /** End of that window, Unix ms on our clock. */
  resetAtMs: number;
  /** When the call was made, Unix ms: the answer counts what was used by then, or later. */
  askedAtMs?: number;
}
