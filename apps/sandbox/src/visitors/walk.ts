import type { Action, ActionsPayload } from '@app/contracts';
import { actionsFrame } from '../autoplay/frame';
import { sessionId } from './session-id';
import { GOODS, type Move, MOVES, type Page, PATHS } from './shop';

export interface Walker {
  userId: string | null;
  email: string | null;
}

/** So many moves are not repeated soon. */
const LATELY = 4;

const ORIGIN = 'https://shop.northwind.example';

/** One visit: a walk through the shop, as the connector reports it. Each step leads on from the page of the last. */
export class Walk {
  readonly sessionId = sessionId();
  private readonly goods;
  private index = 0;
  private lately: string[] = [];

  constructor(
    private readonly who: Walker,
    private readonly productId: string,
    private page: Page,
    private readonly chance: () => number,
  ) {
    this.goods = GOODS[Math.floor(chance() * GOODS.length)] ?? GOODS[0];
  }

  get url(): string {
    return ORIGIN + this.filled(PATHS[this.page]);
  }

  get actionsDone(): number {
    return this.index;
  }

  /** The next `count` actions in one payload, done within the last moments. */
  payload(count: number): ActionsPayload {
    const now = Date.now() / 1000;
    const actions = Array.from({ length: count }, (_, at) => this.step(now - (count - at) * 0.7));
    return actionsFrame({ ...this.who, productId: this.productId, sessionId: this.sessionId }, actions);
  }

  private step(at: number): Action {
    const moves = this.freshMoves();
    const move = moves[Math.floor(this.chance() * moves.length)] ?? MOVES.home[0];
    if (!move) throw new Error('The shop has a page on which nothing can be done');
    const url = this.url;
    this.lately = [move.does, ...this.lately].slice(0, LATELY);
    this.page = move.to;
    return {
      index: this.index++,
      type: move.type,
      title: this.filled(move.title),
      description: `User ${this.filled(move.does)}`,
      timestamp_start: at,
      timestamp_end: at + 0.4,
      raw_url: `${url}?utm_source=newsletter`,
      canonical_url: url,
    };
  }

  /** What was not done lately, if there is anything; else what was done longest ago. */
  private freshMoves(): Move[] {
    const moves = MOVES[this.page];
    const fresh = moves.filter(({ does }) => !this.lately.includes(does));
    if (fresh.length > 0) return fresh;
    return moves.toSorted((a, b) => this.lately.indexOf(b.does) - this.lately.indexOf(a.does)).slice(0, 1);
  }

  private filled(text: string): string {
    return text.replaceAll('{product}', this.goods.product).replaceAll('{slug}', this.goods.slug);
  }
}
