import { Connector } from './autoplay/connector';
import { Heartbeat } from './autoplay/heartbeat';
import { Push } from './autoplay/push';
import { Subscribers } from './autoplay/subscribers';
import { Faults } from './faults/faults';
import { Feed } from './feed';
import { Pauses } from './http/pauses';
import { CallLog } from './intercom/call-log';
import { Desk } from './intercom/desk';
import { RateWindow } from './intercom/rate-window';
import { Workspace } from './intercom/workspace';
import { CompletionLog } from './openai/completion-log';
import { seededChance } from './seeded-chance';
import type { SandboxSettings } from './settings';
import type { OperationsAccess } from './try/operations';
import { type Asked, Beside } from './try/service';
import { Webhooks } from './webhooks/webhooks';

/** All state of one sandbox; several live side by side in a process and share nothing. */
export class World {
  readonly pauses = new Pauses();
  readonly feed = new Feed();
  readonly faults: Faults;
  readonly subscribers: Subscribers;
  readonly heartbeat: Heartbeat;
  readonly push: Push;
  readonly connector: Connector;
  readonly webhooks: Webhooks;
  readonly desk: Desk;
  readonly beside: Beside;
  readonly workspace = new Workspace();
  readonly rateWindow = new RateWindow();
  readonly calls = new CallLog();
  readonly completions = new CompletionLog();
  private readonly atStart: SandboxSettings;

  constructor(
    readonly settings: SandboxSettings,
    readonly seed: number,
    readonly opsUrl: string | null,
    readonly operations: OperationsAccess | null = null,
    ask: ((asked: Asked) => void) | null = null,
  ) {
    this.atStart = structuredClone(settings);
    this.beside = new Beside(this.feed, ask);
    this.faults = new Faults(seededChance(seed));
    this.subscribers = new Subscribers((subscribers) =>
      this.feed.tell('stream', { subscribers, sent: this.subscribers.sent }),
    );
    this.heartbeat = new Heartbeat(
      () => settings.heartbeatMs,
      () => this.subscribers.beat(),
    );
    this.push = new Push(settings, this.pauses);
    this.connector = new Connector(this.subscribers, this.push, this.feed);
    this.webhooks = new Webhooks(settings, this.pauses, this.feed);
    this.desk = new Desk(this.workspace, this.webhooks, this.feed);
  }

  /** Forgets everything that happened and every fault; settings are as at the start, addresses stay as they are now. */
  reset(): void {
    const { webhookUrl, canvasUrl, pushUrl, pushSecret } = this.settings;
    Object.assign(this.settings, structuredClone(this.atStart), { webhookUrl, canvasUrl, pushUrl, pushSecret });
    this.faults.clear();
    this.workspace.clear();
    this.rateWindow.clear();
    this.calls.clear();
    this.completions.clear();
    this.webhooks.clear();
    this.heartbeat.switch(true);
    this.feed.tell('reset', {});
  }

  close(): void {
    this.pauses.close();
    this.heartbeat.stop();
    this.subscribers.end();
  }
}
