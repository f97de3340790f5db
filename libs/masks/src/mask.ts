import type { MaskKind } from '@app/config';
import { maskAccountNumbers } from './account.numbers';
import { maskAssigned } from './assigned';
import { BLANK } from './blank';
import { maskCards } from './cards';
import { maskCommands } from './commands';
import { SECRET_LABELS, BARE_CODE } from './labels';
import { maskNamed } from './named';
import { ownPattern } from './own.patterns';
import { maskPem } from './pem';
import { personalRules } from './personal';
import { plainText, withoutFormat } from './plain.text';
import { maskSeedPhrase } from './seed.phrase';
import { maskTold } from './told';
import { TypedInto } from './typed';
import { maskUrl, maskUrls } from './urls';
import { maskVendorKeys } from './vendor.keys';

export interface MaskOptions {
  /** Kinds to blank besides secrets (MASK). */
  kinds: readonly MaskKind[];
  /** Own patterns (MASK_PATTERNS), valid ones. */
  patterns: readonly string[];
}

type Rule = (text: string) => string;

const typedSecrets = new TypedInto(`${SECRET_LABELS}|${BARE_CODE}`);

/** Order matters: what proves itself by its form or checksum goes first, what is known by the words around it next. */
const SECRETS: readonly Rule[] = [
  maskPem,
  maskUrls,
  maskVendorKeys,
  maskCards,
  maskAccountNumbers,
  maskCommands,
  maskAssigned,
  (text) => typedSecrets.mask(text),
  maskTold,
  maskNamed,
  maskSeedPhrase,
];

/** A text that still changes after so many passes was made to escape. */
const MAX_PASSES = 8;

/** Blanks secrets in texts from outside, whoever wrote them: a customer's browser, the connector, an LLM. Masking twice is masking once. */
export class Mask {
  private readonly rules: readonly Rule[];

  constructor(options: MaskOptions = { kinds: [], patterns: [] }) {
    this.rules = [...SECRETS, ...personalRules(options.kinds), ...options.patterns.map(ownPattern)];
  }

  /** Prose, a title, an error text; URLs in it count as URLs. A text without secrets loses its invisible characters only. */
  text(text: string): string {
    return this.settle(text, this.rules);
  }

  /** One URL or path, whole. */
  url(url: string): string {
    return this.settle(url, [maskUrl, ...this.rules]);
  }

  private settle(given: string, rules: readonly Rule[]): string {
    const plain = plainText(given);
    let text = plain;
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const masked = rules.reduce((before, rule) => rule(before), text);
      if (masked === text) return text === plain ? withoutFormat(given) : text;
      text = masked;
    }
    return BLANK;
  }
}
