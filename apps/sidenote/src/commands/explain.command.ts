import { Explainer, ExplainModule, explanationText } from '@app/explain';
import { Command } from 'commander';
import { storeSettings, withModules } from './context';

export const explainCommand = () =>
  new Command('explain')
    .description('why a conversation is, or is not, linked, and what became of a session')
    .argument('<id>', 'id of a conversation or of a session')
    .option('--json', 'one JSON object')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const explanation = await withModules(storeSettings(), [ExplainModule], (context) =>
        context.get(Explainer, { strict: false }).explain(id),
      );
      process.stdout.write(json ? `${JSON.stringify(explanation)}\n` : explanationText(explanation));
      if (explanation.found === 'nothing') process.exitCode = 1;
    });
