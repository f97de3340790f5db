import {
  BadRequestException,
  Controller,
  ForbiddenException,
  HttpCode,
  Logger,
  NotFoundException,
  Post,
  Req,
} from '@nestjs/common';
import { Settings } from '@app/config';
import type { LinkDecision } from '@app/contracts';
import { plainToInstance } from 'class-transformer';
import { IsString, Matches, MaxLength, MinLength, validate } from 'class-validator';
import type { Request } from 'express';
import { ContactProof } from './contact.proof';
import { Links } from './links';
import { MOST_BYTES, parseJson, readBody } from './raw.body';

export class SessionLink {
  @IsString() @MinLength(1) @MaxLength(256) product_id!: string;
  @IsString() @MinLength(1) @MaxLength(256) session_id!: string;
  @Matches(/^[\w-]{1,64}$/) conversation_id!: string;
}

/** A browser snippet says which conversation its session belongs to; believed only when Intercom confirms the person. */
@Controller('sessions')
export class SessionLinkController {
  private readonly logger = new Logger('SessionLink');

  constructor(
    private readonly settings: Settings,
    private readonly proof: ContactProof,
    private readonly links: Links,
  ) {}

  @Post('link')
  @HttpCode(200)
  async link(@Req() request: Request): Promise<{ decision: LinkDecision }> {
    const { product_id, session_id, conversation_id } = await this.claimOf(request);
    if (product_id !== this.settings.productId) throw new NotFoundException();
    const decision = await this.linkAsContact(session_id, conversation_id);
    // One answer for every doubt: the caller learns nothing about other people's conversations.
    if (decision === null) throw new ForbiddenException('not linked: this is not confirmed by Intercom');
    this.logger.log({ msg: 'session link', conversation: conversation_id, decision });
    return { decision };
  }

  /** Null: the session is of none of the conversation's contacts. */
  private async linkAsContact(sessionId: string, conversationId: string): Promise<LinkDecision | null> {
    for await (const contact of this.proof.contactsOf(conversationId)) {
      const decision = await this.links.change((sessions) => sessions.linkSession(sessionId, conversationId, contact));
      if (decision === 'unknown_session') return null;
      if (decision !== 'not_of_this_contact') return decision;
    }
    return null;
  }

  /** JSON only: a browser sends other types across origins without asking first. */
  private async claimOf(request: Request): Promise<SessionLink> {
    if (!request.is('application/json')) throw new BadRequestException('expected a body of type application/json');
    const body = parseJson(await readBody(request, MOST_BYTES.link));
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new BadRequestException('expected an object');
    const claim = plainToInstance(SessionLink, body);
    const wrong = (await validate(claim)).map(({ property }) => property);
    if (wrong.length > 0) throw new BadRequestException(`missing or wrong: ${wrong.join(', ')}`);
    return claim;
  }
}
