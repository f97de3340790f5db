import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type RequestHandler, Router, static as staticFiles } from 'express';
import helmet from 'helmet';

type Directives = Record<string, string[]>;

/** A page loads its own files and speaks with its own host, and with nobody else. `more` is what a page of somebody else's needs. */
export const policy = (more: Directives = {}): RequestHandler =>
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
        ...more,
      },
    },
    strictTransportSecurity: false,
  });

export interface PageOptions {
  /** Files of the `public` folder that answer other addresses too: a route of Express, and a path in the folder. */
  files?: Record<string, string>;
  policy?: Directives;
}

/** The page of an app: the static files of its `public` folder, and at `pages/` those that all pages have in common. */
export function page(app: 'dashboard' | 'sandbox', options: PageOptions = {}): Router {
  const router = Router();
  router.use(policy(options.policy));
  router.use('/pages', files('libs/pages/public'));
  router.use(files(`apps/${app}/public`));
  for (const [route, file] of Object.entries(options.files ?? {})) {
    const root = join(projectFolder(), `apps/${app}/public`);
    router.get(route, (_req, res) => void res.sendFile(file, { root, cacheControl: false }));
  }
  return router;
}

const files = (folder: string) =>
  staticFiles(join(projectFolder(), folder), { index: 'index.html', cacheControl: false, redirect: false });

/** The build copies no assets: they are read from the sources, wherever below the project this code runs. */
function projectFolder(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (!existsSync(manifest)) continue;
    if ((JSON.parse(readFileSync(manifest, 'utf8')) as { name?: unknown }).name === 'sidenote') return folder;
  }
  throw new Error('The pages are read from the folder of the sidenote project, and this is not below it');
}
