import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Router, static as staticFiles } from 'express';
import helmet from 'helmet';

/** The inbox page: static files that talk to the control API, and to nobody else. */
export function inboxRoutes(): Router {
  const router = Router();
  router.use(
    helmet({
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
    }),
  );
  router.use(staticFiles(publicFolder(), { index: 'index.html', cacheControl: false }));
  return router;
}

/** The build copies no assets: the page is read from the sources, wherever below the project this code runs. */
function publicFolder(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (
      existsSync(manifest) &&
      (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: unknown }).name === 'sidenote'
    ) {
      return join(folder, 'apps/sandbox/public');
    }
  }
  throw new Error('The sandbox runs only inside the sidenote project: its page is in apps/sandbox/public');
}
