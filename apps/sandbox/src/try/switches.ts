import type { Fault, FaultTarget } from '../faults/faults';
import type { World } from '../world';

type Kind = Omit<Fault, 'id' | 'target' | 'probability'>;

const CALLS: FaultTarget[] = ['reply', 'redact', 'get', 'search', 'me'];
const ALWAYS = -1;

/** Troubles that a person may switch on and off; each is one or more of the faults that the control API knows. */
const SWITCHES: Record<string, { targets: FaultTarget[]; kind: Kind }> = {
  'intercom-down': { targets: CALLS, kind: { kind: 'status', status: 503, times: ALWAYS } },
  'rate-limited': { targets: CALLS, kind: { kind: 'status', status: 429, times: ALWAYS } },
  slow: { targets: CALLS, kind: { kind: 'slow', ms: 2_500, times: ALWAYS } },
  'answer-lost': { targets: ['reply'], kind: { kind: 'timeout-after-store', times: 1 } },
  'llm-down': { targets: ['openai'], kind: { kind: 'status', status: 503, times: ALWAYS } },
};

export const SWITCH_NAMES = Object.keys(SWITCHES);

/** A switch is on as long as one of its faults may still strike. */
export class Switches {
  private readonly ids = new Map<string, string[]>();

  constructor(private readonly world: World) {}

  flip(name: string, on: boolean): void {
    for (const id of this.ids.get(name) ?? []) this.world.faults.remove(id);
    this.ids.delete(name);
    const { targets, kind } = SWITCHES[name] ?? { targets: [], kind: { kind: 'status', times: 0 } as Kind };
    if (on)
      this.ids.set(
        name,
        targets.map((target) => this.world.faults.add({ ...kind, target, probability: 1 })),
      );
  }

  off(): void {
    for (const name of SWITCH_NAMES) this.flip(name, false);
  }

  list(): { name: string; on: boolean }[] {
    const live = new Set(this.world.faults.list().map(({ id }) => id));
    return SWITCH_NAMES.map((name) => ({ name, on: (this.ids.get(name) ?? []).some((id) => live.has(id)) }));
  }
}
