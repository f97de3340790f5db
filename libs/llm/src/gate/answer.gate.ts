import type { Prompt, PromptWords } from '../prompt';
import type { SummaryRequest } from '../summariser';
import { readAnswer } from './answer';
import { claimsSuccess, tellsFeelings } from './claim.checks';
import { cleaned } from './clean';
import { isJson, isNoSentence, isTooLong, showsFence, showsPrompt } from './form.check';
import { inventsNumber, inventsPage, inventsQuote } from './invention.checks';
import { inventsName } from './names.check';
import { toldOf } from './told';

export const GATE_FINDINGS = [
  'fence',
  'json',
  'prompt',
  'no_sentence',
  'too_long',
  'quote',
  'number',
  'page',
  'name',
  'success',
  'feeling',
] as const;
export type GateFinding = (typeof GATE_FINDINGS)[number];

export type Judgement = { ok: true; text: string } | { ok: false; finding: GateFinding };

export interface GateCase {
  answer: string;
  request: SummaryRequest;
  words: PromptWords;
  prompt: Prompt;
  mask: (text: string) => string;
}

/**
 * Whether an answer of an LLM may be stored. Cleans what can be cleaned; refuses what shows our prompt, is no short prose, or says what
 * nothing in the prompt says. Without a model, and the same for the same answer; it cannot see an invented wish.
 */
export function judgeAnswer({ answer, request, words, prompt, mask }: GateCase): Judgement {
  const refused = (finding: GateFinding): Judgement => ({ ok: false, finding });
  if (showsFence(answer, prompt)) return refused('fence');
  if (isJson(answer)) return refused('json');
  const told = toldOf(request, words);
  const text = cleaned(answer, told, mask);
  if (showsPrompt(text, prompt, told.text)) return refused('prompt');
  const read = readAnswer(text);
  if (isNoSentence(read)) return refused('no_sentence');
  if (isTooLong(read)) return refused('too_long');
  const checks: [GateFinding, typeof inventsQuote][] = [
    ['quote', inventsQuote],
    ['number', inventsNumber],
    ['page', inventsPage],
    ['name', inventsName],
    ['success', claimsSuccess],
    ['feeling', tellsFeelings],
  ];
  const found = checks.find(([, check]) => check(read, told));
  return found ? refused(found[0]) : { ok: true, text };
}
