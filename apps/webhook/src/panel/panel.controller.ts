import {
  Controller,
  ForbiddenException,
  HttpCode,
  Logger,
  Post,
  Req,
  Res,
  UnauthorizedException,
} from '@nestjs/common';
import { Settings } from '@app/config';
import { DeskWebhooks } from '@app/desk';
import type { Request, Response } from 'express';
import { MOST_BYTES, parseJson, readBody } from '../raw.body';
import type { Canvas } from './components';
import { Panel } from './panel';
import { panelRequest } from './panel.request';

/** Intercom's inbox app: what it asks when a conversation is opened, and when a button is pressed. Only signed bodies are parsed. */
@Controller('canvas')
export class PanelController {
  private readonly logger = new Logger('Panel');

  constructor(
    private readonly settings: Settings,
    private readonly webhooks: DeskWebhooks,
    private readonly panel: Panel,
  ) {}

  @Post('initialize')
  @HttpCode(200)
  initialize(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<Canvas> {
    return this.answer(request, response, false);
  }

  @Post('submit')
  @HttpCode(200)
  submit(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<Canvas> {
    return this.answer(request, response, true);
  }

  private async answer(request: Request, response: Response, pressed: boolean): Promise<Canvas> {
    const raw = await readBody(request, MOST_BYTES.canvas);
    const signer = this.webhooks.signerOf('panel', raw, request.headers);
    if (!signer) throw new UnauthorizedException(this.webhooks.refusals.unsigned);
    response.locals.signedBy = signer;
    const asked = panelRequest(parseJson(raw));
    // One app may be in several workspaces, and its secret is the same in all.
    if (asked.workspace === '' || asked.workspace !== this.settings.INTERCOM_APP_ID) {
      this.logger.warn({
        msg: 'panel',
        outcome: 'other_workspace',
        known: this.settings.INTERCOM_APP_ID !== undefined,
      });
      throw new ForbiddenException('this is not the workspace of INTERCOM_APP_ID');
    }
    response.setHeader('Cache-Control', 'no-store');
    return this.panel.answer(pressed ? asked : { ...asked, pressed: '' });
  }
}
