import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type RequestHandler, static as staticFiles } from 'express';
import helmet from 'helmet';

/** It loads its own files and speaks with its own host, and with nobody else. */
const policy = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
});

/** All its addresses are relative, so it works wherever a proxy puts it; without the slash at the end they would go astray. */
const withSlash: RequestHandler = (request, response, next) =>
  request.originalUrl.split('?')[0]?.endsWith('/ops') ? response.redirect('ops/') : next();

/** The handlers of the operations page: static files. */
export const opsPage = (): RequestHandler[] => [
  withSlash,
  policy,
  staticFiles(publicFolder(), { index: 'index.html', cacheControl: false, redirect: false }),
];

/** The build copies no assets: the page is read from the sources, wherever below the project this code runs. */
function publicFolder(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (
      existsSync(manifest) &&
      (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: unknown }).name === 'sidenote'
    ) {
      return join(folder, 'apps/dashboard/public');
    }
  }
  throw new Error('The operations page is read from apps/dashboard/public of the sidenote project');
}
