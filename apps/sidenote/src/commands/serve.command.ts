import { ROLES, type Role, settingsFromProcess } from '@app/config';
import { Command, InvalidArgumentError } from 'commander';
import { serve } from '../serve/serve';

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

function parseRoles(text: string): Role[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !isRole(name));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`there is no role ${JSON.stringify(unknown[0])}; roles are ${ROLES.join(', ')}.`);
  return [...new Set(names.filter(isRole))];
}

export const serveCommand = () =>
  new Command('serve')
    .description('run the service; its configuration is the environment, and a .env file')
    .option('--roles <list>', `what this process is: ${ROLES.join(', ')}`, parseRoles, [...ROLES])
    .action(({ roles }: { roles: Role[] }) => serve(() => settingsFromProcess({ roles }), roles));
