import { Settings } from '@app/config';
import { Module } from '@nestjs/common';
import { OpenAiSummariser } from './openai.summariser';
import { RuleSummariser } from './rule.summariser';
import { Summariser } from './summariser';

/** The summariser that the settings ask for: an LLM where there is a key, else rules. */
export function summariserOf(settings: Settings): Summariser {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL, OPENAI_MODEL: model } = settings;
  return apiKey ? new OpenAiSummariser({ apiKey, baseURL, model }) : new RuleSummariser();
}

@Module({
  providers: [{ provide: Summariser, useFactory: summariserOf, inject: [Settings] }],
  exports: [Summariser],
})
export class LlmModule {}
