import {
  BadRequestException,
  Controller,
  ForbiddenException,
  Get,
  Header,
  Headers,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Query,
  UseGuards,
} from '@nestjs/common';
import { Settings } from '@app/config';
import { DeadLetters, Explainer, type Explanation } from '@app/explain';
import { type SessionTexts, SessionView } from '@app/sessions';
import { Overview, type OverviewState } from './overview';
import { RedisGuard } from './redis.guard';

const LONGEST_ID = 512;
const CURSOR = /^\d{1,16}-\d{1,16}$/;

/** What the operations page asks, and programs may ask too; behind the dashboard's password. JSON, never cached. */
@Controller('api')
@UseGuards(RedisGuard)
export class OpsController {
  constructor(
    private readonly settings: Settings,
    private readonly overviews: Overview,
    private readonly explainer: Explainer,
    private readonly view: SessionView,
    private readonly deadLetters: DeadLetters,
  ) {}

  @Get('overview')
  @Header('Cache-Control', 'no-store')
  overview(): Promise<OverviewState> {
    return this.overviews.state();
  }

  /** `id`: a conversation, a raw session id or a session key. `after`: cursor of an earlier answer; only newer things are told then. */
  @Get('explain/:id')
  @Header('Cache-Control', 'no-store')
  explain(@Param('id') id: string, @Query('after') after?: unknown): Promise<Explanation> {
    if (id.length > LONGEST_ID) throw new BadRequestException('the id is too long');
    if (after !== undefined && (typeof after !== 'string' || !CURSOR.test(after)))
      throw new BadRequestException('after must be the cursor of an earlier answer');
    return this.explainer.explain(id, after ?? null);
  }

  /** What the user did: the one answer that holds texts. */
  @Get('sessions/:key/texts')
  @Header('Cache-Control', 'no-store')
  texts(@Param('key') key: string): Promise<SessionTexts> {
    return this.view.texts(key);
  }

  /** The header is one that no form and no other site's script can send without asking first. */
  @Post('dead-letters/:ref/send-again')
  @HttpCode(202)
  async sendAgain(@Param('ref') ref: string, @Headers('x-sidenote') page?: string): Promise<{ sent: true }> {
    if (!this.settings.DASHBOARD_WRITE) throw new ForbiddenException('only with DASHBOARD_WRITE=on');
    if (page === undefined) throw new ForbiddenException('the header X-Sidenote is missing');
    if (!(await this.deadLetters.sendAgain(ref)))
      throw new NotFoundException('there is no such dead letter, or it is under way already');
    return { sent: true };
  }
}
