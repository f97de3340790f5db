import type { Action, ActionsPayload } from '@app/contracts';
import { actionsFrame } from '../autoplay/frame';
import { placeAt } from '../shop/places';
import { actionOf } from '../shop/wording';
import { sessionId } from './session-id';
import { MOVES } from './shop';
import type { Step } from './story';

export interface Walker {
  userId: string | null;
  email: string | null;
}

/** So many moves are not repeated soon. */
const LATELY = 3;
const BETWEEN_MS = 700;

/** One visit, as the connector reports it: what the visitor came for, then a walk about. */
export class Walk {
  readonly sessionId = sessionId();
  private index = 0;
  private page = '/projects';
  private last: Step | null = null;
  private lately: Step[] = [];
  private readonly errand: Step[];

  constructor(
    private readonly who: Walker,
    private readonly productId: string,
    errand: readonly Step[],
    private readonly chance: () => number,
  ) {
    this.errand = [...errand];
  }

  get url(): string {
    return placeAt(this.last?.path ?? '/').rawUrl;
  }

  get actionsDone(): number {
    return this.index;
  }

  /** The next `count` actions in one payload, done within the last moments; what is pressed again and again stays together. */
  payload(count: number): ActionsPayload {
    const steps = Array.from({ length: count }, () => this.step());
    for (let next = this.errand[0]; isAgain(next, steps.at(-1)); next = this.errand[0]) steps.push(this.step());
    const now = Date.now();
    const actions = steps.map((step, at) => this.done(step, now - (steps.length - at) * BETWEEN_MS));
    return actionsFrame({ ...this.who, productId: this.productId, sessionId: this.sessionId }, actions);
  }

  private done(step: Step, at: number): Action {
    return actionOf({ ...step, at }, this.index++);
  }

  private step(): Step {
    this.last = this.errand.shift() ?? this.wander();
    return this.last;
  }

  private wander(): Step {
    const moves = MOVES[this.page] ?? [];
    const fresh = moves.filter((move) => !this.lately.includes(move));
    const move = fresh[Math.floor(this.chance() * fresh.length)] ?? moves[0];
    if (!move) throw new Error(`there is nothing to do at ${this.page}`);
    const { to, ...step } = move;
    this.lately = [move, ...this.lately].slice(0, LATELY);
    this.page = to;
    return step;
  }
}

const isAgain = (next: Step | undefined, last: Step | undefined): boolean =>
  next !== undefined && next.type === last?.type && next.label === last.label && next.path === last.path;
