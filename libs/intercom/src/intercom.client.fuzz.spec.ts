import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { IntercomClient } from './intercom.client';
import { classifyFailure, IntercomError } from './intercom.error';
import { readRateHeaders, readRetryAfter } from './rate.headers';

const RUNS = { numRuns: 500, endOnFailure: true };

describe('headers', () => {
  const value = fc.oneof(
    fc.constantFrom(
      '1667',
      '0',
      '-5',
      '1e9',
      '1795350010',
      '99999999999999999999',
      '',
      ' ',
      '0x10',
      '1,2',
      'NaN',
      '1795350010.5',
    ),
    fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)) }),
  );
  it('of any text are read without a throw, into numbers that make sense or nothing', () => {
    fc.assert(
      fc.property(value, value, value, value, value, (limit, remaining, reset, date, retryAfter) => {
        const headers = {
          'x-ratelimit-limit': limit,
          'x-ratelimit-remaining': remaining,
          'x-ratelimit-reset': reset,
          date,
          'retry-after': retryAfter,
        };
        const rate = readRateHeaders(headers, Date.now());
        if (rate) {
          expect(rate.limit).toBeGreaterThanOrEqual(1);
          expect(rate.remaining).toBeGreaterThanOrEqual(0);
          expect(rate.remaining).toBeLessThanOrEqual(rate.limit);
          expect(Object.values(rate).every(Number.isSafeInteger)).toBe(true);
        }
        expect(readRetryAfter(headers, Date.now()) ?? 0).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  it('and whatever a request throws: it is classified without a throw', () => {
    const thrown = fc.letrec((tie) => ({
      error: fc.oneof(
        { maxDepth: 4 },
        fc.anything(),
        fc.record({
          code: fc.constantFrom('ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 7),
          syscall: fc.constantFrom('connect', 'read', null),
        }),
        fc.record({ cause: tie('error') }),
        fc.record({ errors: fc.array(tie('error'), { maxLength: 3 }) }),
      ),
    })).error;
    fc.assert(
      fc.property(thrown, (error) => {
        const { kind, code } = classifyFailure(error);
        expect(['timeout', 'reset', 'unreachable']).toContain(kind);
        expect((code ?? '').length).toBeLessThanOrEqual(64);
        // Only what certainly was not sent may be sent again without a look.
        if (kind === 'unreachable') expect(JSON.stringify(error)).not.toContain('ECONNRESET');
      }),
      RUNS,
    );
  });
});

describe('IntercomClient', () => {
  let server: Server;
  let answer: (response: ServerResponse) => void;
  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      answer(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('makes of any answer an object or an IntercomError, whose message holds nothing of it', async () => {
    const { port } = server.address() as AddressInfo;
    const client = new IntercomClient({
      baseUrl: `http://127.0.0.1:${port}`,
      accessToken: 'tok-secret',
      adminId: '7412205',
      apiVersion: '2.11',
      timeoutMs: 30_000,
    });
    const planted = 'Zanzibar planted';
    const error = fc.record({
      code: fc.oneof(fc.constant(planted), fc.jsonValue({ maxDepth: 1 })),
      message: fc.constant(planted),
    });
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.jsonValue({ maxDepth: 3 }).map((value) => Buffer.from(JSON.stringify(value))),
      fc
        .record({
          errors: fc.oneof(fc.array(error), fc.jsonValue({ maxDepth: 2 })),
          request_id: fc.oneof(fc.constant(planted), fc.string()),
        })
        .map((value) => Buffer.from(JSON.stringify(value))),
    );
    // 1xx are no answers, and 204, 205 and 304 have no body.
    const status = fc.integer({ min: 200, max: 599 }).filter((code) => ![204, 205, 304].includes(code));
    const cut = fc.constantFrom('whole', 'whole', 'whole', 'broken off', 'reset');
    await fc.assert(
      fc.asyncProperty(status, body, cut, async (code, bytes, how) => {
        answer = (response) => {
          if (how === 'reset') return void response.socket?.resetAndDestroy();
          response.writeHead(code, { 'content-length': bytes.length + (how === 'whole' ? 0 : 1) });
          response.write(bytes, () => (how === 'whole' ? response.end() : response.destroy()));
        };
        const outcome: unknown = await client.postNote('1', '<p>x</p>').catch((thrown: unknown) => thrown);
        if (!(outcome instanceof IntercomError)) {
          expect(outcome).toMatchObject({ status: code, body: expect.any(Object) });
          expect(Array.isArray((outcome as { body: unknown }).body)).toBe(false);
          expect(code).toBeLessThan(300);
          return;
        }
        expect(outcome.message).not.toContain(planted);
        expect(outcome.message).not.toContain('tok-secret');
        expect(outcome.message).toMatch(/^[\x20-\x7e]+$/);
        // What was answered with a status is never taken for unknown, and what was not never for refused.
        if (outcome.kind === 'http') expect(outcome.status).toBe(code);
        else expect(['reset', 'unreadable', 'timeout']).toContain(outcome.kind);
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });
});
