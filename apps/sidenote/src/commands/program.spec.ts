import { ROLES } from '@app/config';
import type { Command } from 'commander';
import { program } from './program';
import { webhookText } from './webhook.command';

const COMMANDS = [
  'init',
  'serve',
  'sandbox',
  'webhook',
  'doctor',
  'explain',
  'tail',
  'failed',
  'retry',
  'erase',
  'eval',
];

/** The program with its output caught, and errors thrown in place of an exit. */
const caught = () => {
  let out = '';
  const command = program('1.2.3', '/nowhere');
  const quiet = (each: Command): void => {
    each.exitOverride().configureOutput({ writeOut: (text) => (out += text), writeErr: (text) => (out += text) });
    each.commands.forEach(quiet);
  };
  quiet(command);
  const run = async (...args: string[]) => {
    const code = await command.parseAsync(args, { from: 'user' }).then(
      () => 0,
      (error: { exitCode: number }) => error.exitCode,
    );
    return { code, out };
  };
  return { run };
};

describe('the command line', () => {
  it('lists every command', async () => {
    const { code, out } = await caught().run('--help');
    expect(code).toBe(0);
    for (const name of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name}`, 'm'));
  });

  it.each(COMMANDS)('explains %s', async (name) => {
    const { code, out } = await caught().run(name, '--help');
    expect(code).toBe(0);
    expect(out).toContain(`Usage: sidenote ${name}`);
  });

  it('loads the command that is asked for and no other', () => {
    expect(program('1.2.3', '/nowhere', 'fin').commands.map((one) => one.name())).toEqual(['fin']);
    expect(program('1.2.3', '/nowhere', 'toString').commands.length).toBeGreaterThan(COMMANDS.length);
  });

  it('tells its version', async () => {
    expect(await caught().run('--version')).toEqual({ code: 0, out: '1.2.3\n' });
  });

  it('names the roles when one is not known', async () => {
    const { code, out } = await caught().run('serve', '--roles', 'writer,reader');
    expect(code).not.toBe(0);
    expect(out).toContain('"reader"');
    for (const role of ROLES) expect(out).toContain(role);
  });

  it('refuses an unknown command', async () => {
    expect((await caught().run('server')).code).not.toBe(0);
  });
});

describe('sidenote webhook', () => {
  it('prints the URL below a base with a path, and every topic that links', () => {
    const text = webhookText({
      PUBLIC_BASE_URL: 'https://x.example/side/',
      INTERCOM_WEBHOOK_PATH: '/webhooks/intercom',
    });
    expect(text).toContain('  https://x.example/side/webhooks/intercom\n');
    for (const topic of [
      'conversation.user.created',
      'conversation.user.replied',
      'contact.deleted',
      'contact.archived',
    ])
      expect(text).toContain(topic);
    expect(text).not.toContain('conversation.admin.noted');
  });

  it('says what to set when the base is not known', () => {
    expect(webhookText({ INTERCOM_WEBHOOK_PATH: '/hook' })).toContain('PUBLIC_BASE_URL');
  });
});
