import {
  BadRequestException,
  Controller,
  Get,
  Header,
  NotFoundException,
  Param,
  Query,
  UseGuards,
} from '@nestjs/common';
import {
  isPreset,
  type Preview,
  PREVIEW_PRESETS,
  previewOfSample,
  previewOfSession,
  type Sample,
  samples,
} from '@app/preview';
import { SessionView } from '@app/sessions';
import { RedisGuard } from './redis.guard';

const LONGEST_ID = 512;

function presetOf(name: unknown) {
  if (!isPreset(name)) throw new BadRequestException(`preset must be one of ${PREVIEW_PRESETS.join(', ')}`);
  return name;
}

/** What an agent would see of a visit with a preset. Holds texts of users: behind the dashboard's password, never cached. */
@Controller('api/preview')
@UseGuards(RedisGuard)
export class PreviewController {
  constructor(private readonly view: SessionView) {}

  @Get('samples')
  samples(): { samples: Sample[] } {
    return { samples: samples() };
  }

  @Get('samples/:name')
  @Header('Cache-Control', 'no-store')
  ofSample(@Param('name') name: string, @Query('preset') preset: unknown): Preview {
    const [found] = previewOfSample({ of: name, presets: [presetOf(preset)] }) ?? [];
    if (!found) throw new NotFoundException('there is no sample of this name');
    return found;
  }

  /** `id`: a raw session id or a session key. */
  @Get('sessions/:id')
  @Header('Cache-Control', 'no-store')
  async ofSession(@Param('id') id: string, @Query('preset') preset: unknown): Promise<Preview> {
    if (id.length > LONGEST_ID) throw new BadRequestException('the id is too long');
    const [found] = (await previewOfSession(this.view, { of: id, presets: [presetOf(preset)] })) ?? [];
    if (!found) throw new NotFoundException('nothing is recorded of this session');
    return found;
  }
}
