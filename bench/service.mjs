/** The built service: its writer as a child process, and its admission (what the stream role feeds) in this one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { getQueueToken } from '@nestjs/bullmq';
import { NestFactory } from '@nestjs/core';
import { lib, MAIN } from './built.mjs';
import { ADMIN_ID } from './other-side.mjs';
import { PRODUCT } from './payloads.mjs';

const READY_WITHIN_MS = 30_000;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Defaults all through, but for the limit of Intercom, which is not what is measured. */
const environment = (redisUrl, intercomUrl) => ({
  REDIS_URL: redisUrl,
  AUTOPLAY_STREAM_URL: `http://127.0.0.1:9/stream/${PRODUCT}`,
  AUTOPLAY_API_TOKEN: 'bench',
  INTERCOM_BASE_URL: intercomUrl,
  INTERCOM_ACCESS_TOKEN: 'bench',
  INTERCOM_ADMIN_ID: ADMIN_ID,
  INTERCOM_CLIENT_SECRET: 'bench',
  INTERCOM_RATE_LIMIT_PER_10S: '100000',
  OPENAI_BASE_URL: `${intercomUrl}/v1`,
  OPENAI_API_KEY: 'bench',
  HOST: '127.0.0.1',
  SIDENOTE_ENV_FILE: '',
});

export class Service {
  static async start(redisUrl, intercomUrl, settings = {}) {
    const service = new Service();
    const env = { ...environment(redisUrl, intercomUrl), ...settings };
    const OPS_PORT = String(await freePort());
    service.child = spawn(process.execPath, [MAIN, 'serve', '--roles', 'writer'], {
      env: { PATH: process.env.PATH, ...env, OPS_PORT },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    service.opsUrl = `http://127.0.0.1:${OPS_PORT}`;
    await service.untilReady();
    await service.openAdmission(env);
    return service;
  }

  async untilReady() {
    const end = Date.now() + READY_WITHIN_MS;
    for (;;) {
      const ready = await fetch(`${this.opsUrl}/health/ready`).then(
        (response) => response.ok,
        () => false,
      );
      if (ready) return;
      if (Date.now() > end || this.child.exitCode !== null) throw new Error('the writer does not become ready');
      await wait(50);
    }
  }

  async openAdmission(env) {
    const { ConfigModule, loadSettings } = lib('config');
    const { Admission, AdmissionModule } = lib('admission');
    const { LinkStore } = lib('sessions');
    const { RedisModule } = lib('redis');
    class Feeder {}
    const imports = [ConfigModule.forRoot(loadSettings(env, { roles: ['stream'] })), RedisModule, AdmissionModule];
    this.context = await NestFactory.createApplicationContext({ module: Feeder, imports }, { logger: ['error'] });
    this.admission = this.context.get(Admission);
    this.links = this.context.get(LinkStore, { strict: false });
    this.payloads = this.context.get(getQueueToken(lib('queues').QUEUES.sessionActions.name), { strict: false });
  }

  /** A conversation per session, as webhooks make them: before the first click. */
  async link(events) {
    const sessionIds = [...new Set(events.map(({ sessionId }) => sessionId))];
    for (let i = 0; i < sessionIds.length; i += 500) {
      const some = sessionIds.slice(i, i + 500);
      await Promise.all(some.map((sessionId, n) => this.links.linkConversation(webhook(sessionId, i + n))));
    }
  }

  /** @throws {Error} when an event was not taken as new */
  async send(events) {
    const { fresh } = await this.admission.admit(events);
    if (fresh !== events.length) throw new Error(`${events.length - fresh} payloads were not new`);
  }

  /** Jobs of payloads that are not done. */
  async jobsLeft() {
    const { waiting, active } = await this.payloads.getJobCounts('waiting', 'active');
    return waiting + active;
  }

  /** CPU time of the writer so far, ms. */
  async cpuMs() {
    const metrics = await (await fetch(`${this.opsUrl}/metrics`)).text();
    return Number(/^process_cpu_seconds_total(?:\{[^}]*\})? (\S+)$/m.exec(metrics)[1]) * 1000;
  }

  async stop() {
    await this.context.close();
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

const webhook = (sessionId, n) => ({
  notificationId: null,
  conversationId: `c${n}`,
  state: 'open',
  stateAt: Date.now(),
  sessionId,
  externalId: '',
  email: '',
  contactId: '',
});
