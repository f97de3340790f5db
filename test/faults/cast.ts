import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Service } from '../support/service';

const CRASHING = resolve(__dirname, 'crashing-service.js');
/** Longer than a job's lock (6 s) and a check for stalled jobs (3 s). */
const FROZEN_FOR_MS = 10_000;

interface Member {
  roles: string;
  environment: Record<string, string>;
  service: Service;
}

/** Processes that are started again whenever they die, and woken some time after they froze; counts both. */
export class Cast {
  readonly members: Member[] = [];
  deaths = 0;
  freezes = 0;
  private ending = false;
  private readonly keepers: Promise<void>[] = [];

  /** `onStart` runs after each start, also the first, e.g. to tell the sandbox the new address. */
  async join(
    roles: string,
    environment: Record<string, string>,
    onStart?: (service: Service) => Promise<unknown>,
  ): Promise<Member> {
    const start = async () => {
      const service = await Service.start({ environment, roles, main: CRASHING });
      await onStart?.(service);
      return service;
    };
    const member: Member = { roles, environment, service: await start() };
    this.members.push(member);
    this.keepers.push(this.keep(member, start));
    return member;
  }

  kill(member: Member): void {
    if (member.service.child.exitCode === null && member.service.child.signalCode === null)
      member.service.child.kill('SIGKILL');
  }

  /** Takes the traps away, from running processes and from those that are started from now on. */
  disarm(): void {
    for (const { environment, service } of this.members) {
      delete environment['FAULT_TRAPS'];
      if (service.child.exitCode === null && service.child.signalCode === null) service.child.kill('SIGWINCH');
    }
  }

  async leave(): Promise<void> {
    this.ending = true;
    for (const { service } of this.members) if (isFrozen(service)) service.child.kill('SIGCONT');
    // One of them may be starting its member again: only then all are there to be stopped.
    await Promise.all(this.keepers);
    await Promise.all(this.members.map(({ service }) => stopAwake(service)));
  }

  private async keep(member: Member, start: () => Promise<Service>): Promise<void> {
    while (!this.ending) {
      const { child } = member.service;
      if (child.signalCode === 'SIGKILL') {
        this.deaths += 1;
        // a trap may be set off while the process boots: try until it stands
        member.service = await start().catch(() => member.service);
      } else if (isFrozen(member.service)) {
        this.freezes += 1;
        await pause(FROZEN_FOR_MS);
        child.kill('SIGCONT');
      }
      await pause(100);
    }
  }
}

/** A trap that was on its way when it was disarmed may freeze a process while it stops. */
async function stopAwake(service: Service): Promise<void> {
  const waking = setInterval(() => isFrozen(service) && service.child.kill('SIGCONT'), 100);
  await service.stop().finally(() => clearInterval(waking));
}

/** State `T` in the third field of /proc/<pid>/stat: stopped by a signal. */
function isFrozen({ child }: Service): boolean {
  if (child.exitCode !== null || child.signalCode !== null) return false;
  try {
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) === 'T';
  } catch {
    return false;
  }
}
