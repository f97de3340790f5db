import type { MaskKind } from '@app/config';
import { maskSecrets } from './secrets';

export interface MaskOptions {
  /** Kinds to blank besides secrets (MASK). */
  kinds: readonly MaskKind[];
  /** Own patterns (MASK_PATTERNS), valid ones. */
  patterns: readonly string[];
}

/** Blanks secrets in texts from outside, whoever wrote them: a customer's browser, the connector, an LLM. */
export class Mask {
  constructor(readonly options: MaskOptions = { kinds: [], patterns: [] }) {}

  /** Prose, a title, an error text; URLs in it count as URLs. */
  text(text: string): string {
    return maskSecrets(text);
  }

  /** One URL or path, whole. */
  url(url: string): string {
    return maskSecrets(url);
  }
}
