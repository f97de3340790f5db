import {
  BadRequestException,
  Controller,
  HttpCode,
  Logger,
  NotFoundException,
  Param,
  Post,
  Req,
  Res,
  ServiceUnavailableException,
  UnauthorizedException,
} from '@nestjs/common';
import { FastAdmission, type Frame, normalise } from '@app/admission';
import { Settings } from '@app/config';
import { signerOf } from '@app/desk';
import { Mask } from '@app/masks';
import type { Request, Response } from 'express';
import { isSignedByConnector } from './connector.signature';
import { ANSWER_WITHIN_MS, within } from './deadline';
import { PushProof } from './push.proof';
import { MOST_BYTES, parseJson, readBody } from './raw.body';

/**
 * Push mode of Autoplay's connector: the frames of the stream, one per request. A 200 means durable in Redis; the connector sends
 * again on 5xx and gives up on 4xx, so only what can never be admitted is a 4xx; a wrong signature is one only once a good one was
 * seen. Only signed bodies are parsed. Not there without AUTOPLAY_PUSH_SECRET.
 */
@Controller('events')
export class PushController {
  private readonly logger = new Logger('Push');

  constructor(
    private readonly settings: Settings,
    private readonly admission: FastAdmission,
    private readonly mask: Mask,
    private readonly proof: PushProof,
  ) {}

  @Post(':product_id')
  @HttpCode(200)
  async receive(
    @Param('product_id') product: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ result: string }> {
    const { AUTOPLAY_PUSH_SECRET: present, AUTOPLAY_PUSH_SECRET_PREVIOUS: previous, productId } = this.settings;
    if (!present || product !== productId) throw new NotFoundException();
    const raw = await readBody(request, MOST_BYTES.push);
    const signer = signerOf({ present, previous }, (secret) => isSignedByConnector(raw, request.headers, secret));
    if (!signer) return this.refuse();
    response.locals.signedBy = signer;
    if (signer === 'present') await within(ANSWER_WITHIN_MS, this.proof.prove()).catch(() => undefined);
    const frame = normalise(parseJson(raw), productId, this.mask);
    const result = await this.admit(frame);
    this.logger.debug({ msg: 'push', kind: frame.kind, ...frame.counts, result });
    return { result };
  }

  private async refuse(): Promise<never> {
    if (await within(ANSWER_WITHIN_MS, this.proof.proven()).catch(() => false))
      throw new UnauthorizedException('the signature is missing or wrong: check AUTOPLAY_PUSH_SECRET');
    this.logger.error(
      'a push is not signed by AUTOPLAY_PUSH_SECRET, and none ever was: check it. The sender is told to try again',
    );
    throw new ServiceUnavailableException('the signature is missing or wrong, and no good one was seen yet');
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
