import { Settings } from '@app/config';
import { REDIS } from '@app/redis';
import { Module } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { GatedSummariser } from './gated.summariser';
import { LlmGate } from './llm-gate';
import { OpenAiSummariser } from './openai.summariser';
import { RuleSummariser } from './rule.summariser';
import { Summariser } from './summariser';

/** The summariser that the settings ask for: an LLM where there is a key, within its budget, else rules. */
export function summariserOf(settings: Settings, gate: LlmGate): Summariser {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL, OPENAI_MODEL: model } = settings;
  if (!apiKey) return new RuleSummariser('no_key');
  return new GatedSummariser(
    new OpenAiSummariser({ apiKey, baseURL, model }),
    new RuleSummariser('daily_tokens'),
    gate,
  );
}

@Module({
  providers: [
    {
      provide: LlmGate,
      useFactory: (redis: Redis, s: Settings) =>
        new LlmGate(redis, s.REDIS_PREFIX, { dailyTokens: s.LLM_DAILY_TOKENS }),
      inject: [REDIS, Settings],
    },
    { provide: Summariser, useFactory: summariserOf, inject: [Settings, LlmGate] },
  ],
  exports: [Summariser, LlmGate],
})
export class LlmModule {}
