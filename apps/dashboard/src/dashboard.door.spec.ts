import type { Request } from 'express';
import { isSameOrigin } from './dashboard.door';
import { forwardedPrefix } from './forwarded.prefix';

const from = (headers: Record<string, string>) => isSameOrigin({ headers } as unknown as Request);

describe('who may change something', () => {
  it.each([
    ['our page', { 'sec-fetch-site': 'same-origin' }],
    ['our page over plain HTTP', { origin: 'http://ops.local:3001', host: 'ops.local:3001' }],
    [
      'our page behind a proxy',
      { origin: 'https://ops.example', host: 'sidenote:3001', 'x-forwarded-host': 'ops.example' },
    ],
    ['a program', { host: 'ops.local:3001' }],
  ])('%s', (_who, headers) => expect(from(headers as Record<string, string>)).toBe(true));

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sister of our host', { 'sec-fetch-site': 'same-site', origin: 'https://ops.example', host: 'ops.example' }],
    ['another site over plain HTTP', { origin: 'http://evil.example', host: 'ops.local:3001' }],
    ['a sandboxed frame', { origin: 'null', host: 'ops.local:3001' }],
  ])('not %s', (_who, headers) => expect(from(headers as Record<string, string>)).toBe(false));
});

describe('the sub-path of a proxy', () => {
  const given = (header?: string) => forwardedPrefix({ get: () => header } as unknown as Request);

  it.each([
    ['/tools', '/tools'],
    ['/tools/side-note/', '/tools/side-note'],
    ['/a, /b', '/a'],
    [undefined, ''],
    ['/', ''],
    ['tools', ''],
    ['//evil.example', ''],
    ['/a/../b', ''],
    ['/"><script>', ''],
  ])('%s is %s', (header, prefix) => expect(given(header)).toBe(prefix));
});
