import { Settings } from '@app/config';
import { Mask, MasksModule } from '@app/masks';
import { REDIS } from '@app/redis';
import { Module } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { LlmGate } from './llm-gate';
import { LlmSummariser } from './llm.summariser';
import { OpenAiChat } from './openai.chat';
import type { PromptWords } from './prompt';
import { RuleSummariser } from './rules/rule.summariser';
import { Summariser } from './summariser';

/** What the operator adds to the prompt, or puts in place of our instructions. */
export const promptWordsOf = ({ SUMMARY_CONTEXT, SUMMARY_PROMPT }: Settings): PromptWords => ({
  context: SUMMARY_CONTEXT,
  instructions: SUMMARY_PROMPT,
});

/** The LLM of the settings; undefined without a key. */
export const chatOf = ({ OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL }: Settings): OpenAiChat | undefined =>
  OPENAI_API_KEY
    ? new OpenAiChat({ apiKey: OPENAI_API_KEY, baseURL: OPENAI_BASE_URL, model: OPENAI_MODEL })
    : undefined;

/** The summariser that the settings ask for: an LLM where there is a key, within its budget, else rules. */
export function summariserOf(settings: Settings, gate: LlmGate, masks: Mask): Summariser {
  const chat = chatOf(settings);
  return chat
    ? new LlmSummariser({ chat, gate, mask: (text) => masks.text(text), words: promptWordsOf(settings) })
    : new RuleSummariser();
}

@Module({
  imports: [MasksModule],
  providers: [
    {
      provide: LlmGate,
      useFactory: (redis: Redis, s: Settings) =>
        new LlmGate(redis, s.REDIS_PREFIX, { dailyTokens: s.LLM_DAILY_TOKENS }),
      inject: [REDIS, Settings],
    },
    {
      provide: Summariser,
      useFactory: summariserOf,
      inject: [Settings, LlmGate, Mask],
    },
  ],
  exports: [Summariser, LlmGate],
})
export class LlmModule {}
