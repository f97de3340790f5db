import type { IncomingMessage, ServerResponse } from 'node:http';
import { destination, type DestinationStream } from 'pino';
import type { Options } from 'pino-http';
import pretty from 'pino-pretty';

/** The path only: a query may hold an e-mail or a token. */
const pathOf = (url = '') => url.split('?', 1)[0]?.slice(0, 200);

const isHealth = (request: IncomingMessage) => /^\/health(\/|$)/.test(pathOf(request.url) ?? '');

/** Named fields only: errors of parsers and clients carry bodies and headers in others. */
const errorFields = (error: Error & { code?: unknown }): object => ({
  type: error.name,
  message: error.message,
  code: error.code,
  stack: error.stack,
  ...(error.cause instanceof Error ? { cause: errorFields(error.cause) } : {}),
});

/** Nest tells every module and route at info when it boots; whoever looks for that asks for debug. */
const BOOT_CONTEXTS = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);
const INFO = 30;

/** What JSON leaves as it is, and terminals and readers of lines take for an instruction or a line end. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029]/g;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const SECRET = new Set(['authorization', 'password', 'token', 'secret', 'headers', 'body', 'rawBody']);

/** By name, here and `deeper`. Pino's own `redact` reads its paths anew for every line: a sixth of all that a busy writer allocated. */
function censored(fields: Record<string, unknown>, deeper: number): Record<string, unknown> {
  let safe = fields;
  for (const name in fields) {
    const value = fields[name];
    const shown = SECRET.has(name) ? '••••' : deeper > 0 && isPlain(value) ? censored(value, deeper - 1) : value;
    if (shown !== value) safe = { ...safe, [name]: shown };
  }
  return safe;
}

/** Errors, requests and responses have serializers of their own. */
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const isBoot = (fields: unknown) =>
  typeof fields === 'object' && fields !== null && 'context' in fields && BOOT_CONTEXTS.has(String(fields.context));

/**
 * Log lines hold no request bodies, headers or queries. A served request is a debug line, a refused one a warning;
 * health is polled all day and not logged.
 */
export const logOptions = (level: string): Options => ({
  level,
  base: undefined,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }), log: (fields) => censored(fields, 1) },
  hooks: {
    logMethod(args, method, severity) {
      if (severity !== INFO || this.isLevelEnabled('debug') || !isBoot(args[0])) method.apply(this, args);
    },
    // Whoever sends text from outside writes neither a line of the log nor in its colours.
    streamWrite: (line) => line.replace(UNSAFE, escaped),
  },
  serializers: {
    req: (request: { method: string; url: string }) => ({ method: request.method, path: pathOf(request.url) }),
    res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    err: errorFields,
  },
  quietReqLogger: true,
  autoLogging: { ignore: isHealth },
  customLogLevel: (_request: IncomingMessage, response: ServerResponse, error?: Error) =>
    error || response.statusCode >= 500 ? 'error' : response.statusCode >= 400 ? 'warn' : 'debug',
});

/** Written at once in both forms, so that the last line before an exit is not lost. */
export const logStream = (terminal: boolean): DestinationStream =>
  terminal
    ? pretty({
        sync: true,
        singleLine: true,
        ignore: 'reqId,context',
        messageFormat: '{if context}[{context}] {end}{msg}',
      })
    : destination({ dest: 1, sync: true });
