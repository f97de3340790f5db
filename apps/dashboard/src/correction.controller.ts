import {
  BadRequestException,
  Controller,
  ForbiddenException,
  Headers,
  HttpCode,
  Param,
  Post,
  UseGuards,
} from '@nestjs/common';
import { Settings } from '@app/config';
import { Corrections } from '@app/corrections';
import { RedisGuard } from './redis.guard';

const CONVERSATION = /^[\w-]{1,64}$/;
const SESSION = /^[0-9a-f]{20}$/;

/** Unlink, link, mute and unmute from the operations page: only with DASHBOARD_WRITE, as all that it changes. */
@Controller('api/conversations')
@UseGuards(RedisGuard)
export class CorrectionController {
  constructor(
    private readonly settings: Settings,
    private readonly corrections: Corrections,
  ) {}

  @Post(':id/sessions/:key/unlink')
  @HttpCode(200)
  async unlink(@Param('id') id: string, @Param('key') key: string, @Headers('x-sidenote') page?: string) {
    const by = this.allowed(page, id, key);
    return { outcome: await this.corrections.unlink(key, id, by) };
  }

  @Post(':id/sessions/:key/link')
  @HttpCode(200)
  async link(@Param('id') id: string, @Param('key') key: string, @Headers('x-sidenote') page?: string) {
    const by = this.allowed(page, id, key);
    return { outcome: await this.corrections.link(key, id, by) };
  }

  @Post(':id/mute')
  @HttpCode(200)
  async mute(@Param('id') id: string, @Headers('x-sidenote') page?: string) {
    const by = this.allowed(page, id);
    return { outcome: await this.corrections.mute(id, by) };
  }

  @Post(':id/unmute')
  @HttpCode(200)
  async unmute(@Param('id') id: string, @Headers('x-sidenote') page?: string) {
    const by = this.allowed(page, id);
    return { outcome: await this.corrections.unmute(id, by) };
  }

  /** Who says so. The header is one that no form and no other site's script can send without asking first. */
  private allowed(page: string | undefined, conversation: string, session?: string): string {
    if (!this.settings.DASHBOARD_WRITE) throw new ForbiddenException('only with DASHBOARD_WRITE=on');
    if (page === undefined) throw new ForbiddenException('the header X-Sidenote is missing');
    if (!CONVERSATION.test(conversation)) throw new BadRequestException('this is no id of a conversation');
    if (session !== undefined && !SESSION.test(session)) throw new BadRequestException('this is no session key');
    return `${this.settings.DASHBOARD_USER} (operations page)`;
  }
}
