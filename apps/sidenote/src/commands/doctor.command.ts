import { type Settings, SettingsError, settingsFromProcess } from '@app/config';
import { examine, reportText } from '@app/doctor';
import { Command } from 'commander';

/** The settings as far as they can be read, and what is wrong with them. */
function readSettings(): { settings: Settings; problems: readonly string[] } {
  try {
    return { settings: settingsFromProcess(), problems: [] };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { settings: settingsFromProcess({ only: [] }), problems: error.problems };
  }
}

export const doctorCommand = () =>
  new Command('doctor')
    .description(
      'check everything that the service depends on, and say what to fix; exit code 1 when something must be',
    )
    .option('--json', 'one JSON object: {ok, checks: [{name, status, message, fix}]}')
    .action(async ({ json }: { json?: boolean }) => {
      const { settings, problems } = readSettings();
      const report = await examine(settings, problems);
      process.stdout.write(json ? `${JSON.stringify(report)}\n` : reportText(report));
      process.exitCode = report.ok ? 0 : 1;
    });
