import { Injectable } from '@nestjs/common';

/** The answer of one readiness check; `reason` says what to fix when it is not ok. */
export interface Readiness {
  ok: boolean;
  reason?: string;
}

export type Check = () => Readiness | Promise<Readiness>;

/** Where each role says, by name, whether it can do its work. A check that throws is not ready. */
@Injectable()
export class HealthRegistry {
  private readonly registered = new Map<string, Check>();

  /** @throws Error when the name is taken: two checks would hide each other. */
  register(name: string, check: Check): void {
    if (this.registered.has(name)) throw new Error(`a readiness check named "${name}" is registered already`);
    this.registered.set(name, check);
  }

  get checks(): ReadonlyMap<string, Check> {
    return this.registered;
  }
}
