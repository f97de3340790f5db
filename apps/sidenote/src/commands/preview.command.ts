import { ExplainModule } from '@app/explain';
import {
  isPreset,
  PREVIEW_PRESETS,
  previewOfSample,
  previewOfSession,
  type PreviewPreset,
  previewText,
  sampleNames,
} from '@app/preview';
import { SessionView } from '@app/sessions';
import { Command, InvalidArgumentError } from 'commander';
import { storeSettings, withModules } from './context';

interface PreviewOptions {
  preset: PreviewPreset;
  against?: PreviewPreset;
  visit?: string;
  width: number;
  json?: boolean;
}

const [NARROWEST, WIDEST] = [20, 200];

function parsePreset(name: string): PreviewPreset {
  if (!isPreset(name)) throw new InvalidArgumentError(`expected ${PREVIEW_PRESETS.join(', ')}.`);
  return name;
}

function parseWidth(text: string): number {
  const width = Number(text);
  if (!Number.isInteger(width) || width < NARROWEST || width > WIDEST)
    throw new InvalidArgumentError(`expected a whole number from ${NARROWEST} to ${WIDEST}.`);
  return width;
}

async function previewsOf(session: string | undefined, { preset, against, visit }: PreviewOptions) {
  const presets = against ? [preset, against] : [preset];
  if ((session === undefined) === (visit === undefined))
    throw new Error('preview cannot be used without either a session, or --visit and the name of a sample');
  if (visit !== undefined) {
    const previews = previewOfSample({ of: visit, presets });
    if (!previews) throw new Error(`--visit ${visit} cannot be used; there are ${sampleNames().join(', ')}`);
    return previews;
  }
  const of = session ?? '';
  const previews = await withModules(storeSettings(), [ExplainModule], (context) =>
    previewOfSession(context.get(SessionView, { strict: false }), { of, presets }),
  );
  if (!previews) throw new Error(`${of} cannot be used: nothing is recorded of this session`);
  return previews;
}

export const previewCommand = () =>
  new Command('preview')
    .description('what an agent would see of a session with a preset; posts nothing')
    .argument('[session]', 'session id')
    .option('--preset <name>', 'recipe, calm or quiet', parsePreset, 'calm' as PreviewPreset)
    .option('--against <name>', 'a second preset, side by side', parsePreset)
    .option('--visit <name>', 'a sample visit instead of a session; needs no setting and no Redis')
    .option('--width <characters>', 'of a thread', parseWidth, 43)
    .option('--json', 'one JSON object')
    .action(async (session: string | undefined, options: PreviewOptions) => {
      const previews = await previewsOf(session, options);
      process.stdout.write(options.json ? `${JSON.stringify({ previews })}\n` : previewText(previews, options.width));
    });
