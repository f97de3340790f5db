import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastAdmission } from '@app/admission';
import { Settings } from '@app/config';
import { Mask } from '@app/masks';
import type { Request, Response } from 'express';
import { ANSWER_WITHIN_MS } from './deadline';
import { PushController } from './push.controller';
import type { PushProof } from './push.proof';

const never = () => new Promise<never>(() => undefined);
const settings = Object.assign(new Settings(), {
  AUTOPLAY_STREAM_URL: 'https://autoplay.example/stream/p1',
  AUTOPLAY_PUSH_SECRET: 'present-secret',
  AUTOPLAY_PUSH_SECRET_PREVIOUS: 'previous-secret',
});
const admission = { admit: jest.fn() };
const proof = { prove: jest.fn(), proven: jest.fn() };
const controller = new PushController(
  settings,
  admission as unknown as FastAdmission,
  new Mask({ kinds: ['emails'], patterns: [] }),
  proof as unknown as PushProof,
);
const BODY = JSON.stringify({
  ...{ type: 'actions', product_id: 'p1', session_id: 's1' },
  actions: [{ description: 'User typed anna@shop.example' }],
});

/** Returns the answer, or the status of what was thrown. */
async function push(body = BODY, { secret = 'present-secret', product = 'p1' } = {}) {
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const request = Object.assign(Readable.from([Buffer.from(body)]), {
    headers: { 'x-connector-signature': signature },
  });
  const response = { locals: {} as Record<string, unknown> };
  return controller
    .receive(product, request as unknown as Request, response as unknown as Response)
    .then(({ result }) => ({ result, signedBy: response.locals.signedBy }))
    .catch((error: { getStatus(): number }) => error.getStatus());
}

beforeEach(() => {
  jest.resetAllMocks();
  admission.admit.mockResolvedValue({ fresh: 1, seen: 0 });
  proof.prove.mockResolvedValue(undefined);
  proof.proven.mockResolvedValue(true);
});

describe('a push', () => {
  it('by the present secret proves it before its frame is admitted, masked', async () => {
    expect(await push()).toEqual({ result: 'admitted', signedBy: 'present' });
    const [proved, admitted] = [proof.prove, admission.admit].map((mock) => mock.mock.invocationCallOrder[0]!);
    expect(proved).toBeLessThan(admitted!);
    expect(JSON.stringify(admission.admit.mock.calls)).toContain('User typed');
    expect(JSON.stringify(admission.admit.mock.calls)).not.toContain('anna@');
  });

  it('by the previous secret is admitted, and proves nothing', async () => {
    expect(await push(BODY, { secret: 'previous-secret' })).toEqual({ result: 'admitted', signedBy: 'previous' });
    expect(proof.prove).not.toHaveBeenCalled();
  });

  it('that is not signed is not parsed: what is wrong with it is not told', async () => {
    expect(await push('{broken', { secret: 'other' })).toBe(401);
    expect(await push('{broken')).toBe(400);
    proof.proven.mockResolvedValue(false);
    expect(await push(BODY, { secret: 'other' })).toBe(503);
    expect(admission.admit).not.toHaveBeenCalled();
  });

  it('for another product is not even read', async () => {
    expect(await push(BODY, { product: 'p2' })).toBe(404);
    expect(proof.prove).not.toHaveBeenCalled();
  });

  it('is answered while Redis says nothing: sent again where it may be lost, and not held up by the proof', async () => {
    const began = performance.now();
    proof.prove.mockImplementation(never);
    proof.proven.mockImplementation(never);
    const [admitted, forged] = await Promise.all([push(), push(BODY, { secret: 'other' })]);
    expect([admitted, forged]).toEqual([{ result: 'admitted', signedBy: 'present' }, 503]);
    expect(performance.now() - began).toBeGreaterThan(ANSWER_WITHIN_MS - 100);
    proof.prove.mockResolvedValue(undefined);
    admission.admit.mockImplementation(never);
    expect(await push()).toBe(503);
  });
});
