import {
  BadRequestException,
  Controller,
  HttpCode,
  Logger,
  NotFoundException,
  Param,
  Post,
  type RawBodyRequest,
  Req,
  ServiceUnavailableException,
  UnauthorizedException,
} from '@nestjs/common';
import { FastAdmission, type Frame, normalise } from '@app/admission';
import { Settings } from '@app/config';
import { Mask } from '@app/masks';
import type { Request } from 'express';
import { ANSWER_WITHIN_MS, within } from './deadline';
import { isSignedByConnector } from './signature';

/**
 * Push mode of Autoplay's connector: the frames of the stream, one per request. A 200 means durable in Redis; the connector sends
 * again on 5xx and gives up on 4xx, so only what can never be admitted is a 4xx. Not there without AUTOPLAY_PUSH_SECRET.
 */
@Controller('events')
export class PushController {
  private readonly logger = new Logger('Push');

  constructor(
    private readonly settings: Settings,
    private readonly admission: FastAdmission,
    private readonly mask: Mask,
  ) {}

  @Post(':product_id')
  @HttpCode(200)
  async receive(
    @Param('product_id') product: string,
    @Req() request: RawBodyRequest<Request>,
  ): Promise<{ result: string }> {
    const { AUTOPLAY_PUSH_SECRET: secret, productId } = this.settings;
    if (!secret || product !== productId) throw new NotFoundException();
    if (!isSignedByConnector(request.rawBody, request.headers, secret)) {
      throw new UnauthorizedException('the signature is missing or wrong: check AUTOPLAY_PUSH_SECRET');
    }
    const frame = normalise(request.body, productId, this.mask);
    const result = await this.admit(frame);
    this.logger.debug({ msg: 'push', kind: frame.kind, ...frame.counts, result });
    return { result };
  }

  private async admit(frame: Frame): Promise<string> {
    if (frame.kind === 'malformed') {
      this.logger.warn({ msg: 'malformed payload', reason: frame.reason });
      throw new BadRequestException(frame.reason);
    }
    if (frame.kind === 'summary' && !this.settings.STREAM_SUMMARIES) return 'ignored';
    if (frame.kind !== 'actions' && frame.kind !== 'summary') return frame.kind;
    try {
      const { fresh } = await within(ANSWER_WITHIN_MS, this.admission.admit([frame]));
      return fresh > 0 ? 'admitted' : 'seen_before';
    } catch (error) {
      this.logger.error(`Redis: ${error instanceof Error ? error.message : String(error)}`);
      throw new ServiceUnavailableException('try again later');
    }
  }
}
