import {
  BadRequestException,
  Controller,
  Get,
  Header,
  Logger,
  Query,
  ServiceUnavailableException,
} from '@nestjs/common';
import { type Activity, ActivityFinder, LONGEST_NAME, type NotFound } from '@app/activity';
import { ANSWER_WITHIN_MS, within } from '../deadline';

const NAMES = ['conversation_id', 'user_id', 'email', 'session_id'] as const;

/** What a customer is doing, for programs and bots: reads Redis, asks nobody. */
@Controller('activity')
export class ActivityController {
  private readonly logger = new Logger('Activity');

  constructor(private readonly activities: ActivityFinder) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  async activity(@Query() query: Record<string, unknown>): Promise<Activity | NotFound> {
    const [conversationId, userId, email, sessionId] = NAMES.map((name) => valueOf(name, query[name]));
    if ([conversationId, userId, email, sessionId].every((value) => value === undefined))
      throw new BadRequestException(`name one of ${NAMES.join(', ')}`);
    try {
      return await within(ANSWER_WITHIN_MS, this.activities.find({ conversationId, userId, email, sessionId }));
    } catch (error) {
      this.logger.error(`Redis: ${error instanceof Error ? error.message : String(error)}`);
      throw new ServiceUnavailableException('try again later');
    }
  }
}

/** An empty one names nobody: it is not as if it were left out. */
function valueOf(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.length > LONGEST_NAME)
    throw new BadRequestException(`${name} is not a short text`);
  return value;
}
