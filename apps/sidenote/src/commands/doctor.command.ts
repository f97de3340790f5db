import { type SettingName, type Settings, SettingsError, settingsFromProcess } from '@app/config';
import { examine, reportText, trialText, tryNote } from '@app/doctor';
import { Command } from 'commander';
import { Asker } from './ask';

interface DoctorOptions {
  json?: boolean;
  try?: string;
  yes?: boolean;
}

const FOR_A_TRIAL: SettingName[] = [
  'INTERCOM_BASE_URL',
  'INTERCOM_ACCESS_TOKEN',
  'INTERCOM_ADMIN_ID',
  'INTERCOM_API_VERSION',
  'INTERCOM_TIMEOUT_MS',
];

/** The settings as far as they can be read, and what is wrong with them. */
function readSettings(): { settings: Settings; problems: readonly string[] } {
  try {
    return { settings: settingsFromProcess(), problems: [] };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { settings: settingsFromProcess({ only: [] }), problems: error.problems };
  }
}

async function agreed(question: string): Promise<boolean> {
  const asker = new Asker();
  try {
    return await asker.agrees(question);
  } finally {
    asker.close();
  }
}

async function tryConversation(id: string, { json, yes }: DoctorOptions): Promise<void> {
  const settings = settingsFromProcess({ roles: ['writer'], only: FOR_A_TRIAL });
  const question = `Post one note into conversation ${id} as admin ${settings.INTERCOM_ADMIN_ID}, and redact it for good?`;
  if (!yes && !(await agreed(question))) {
    process.stderr.write('Nothing was posted. --yes posts without asking.\n');
    process.exitCode = 1;
    return;
  }
  const trial = await tryNote(settings, id);
  process.stdout.write(json ? `${JSON.stringify(trial)}\n` : trialText(trial));
  process.exitCode = trial.ok ? 0 : 1;
}

export const doctorCommand = () => {
  const command = new Command('doctor')
    .description(
      'check everything that the service depends on, and say what to fix; exit code 1 when something must be',
    )
    .option(
      '--try <conversation>',
      'instead: post one note into this test conversation, read it back, redact it, and say which assumptions about Intercom held',
    )
    .option('--yes', 'with --try: post without asking')
    .option('--json', 'one JSON object: {ok, checks: [{name, status, message, fix}]}');
  return command.action(async (options: DoctorOptions) => {
    if (options.try !== undefined) {
      if (!/^[\w-]{1,64}$/.test(options.try)) command.error('error: --try expects the id of a conversation');
      return tryConversation(options.try, options);
    }
    const { settings, problems } = readSettings();
    const report = await examine(settings, problems);
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : reportText(report));
    process.exitCode = report.ok ? 0 : 1;
  });
};
