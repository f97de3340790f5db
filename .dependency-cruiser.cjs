/** The graph of STYLE: apps -> libs, acyclic; apps never import each other, only `sidenote` composes them by their public doors. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'libs-know-no-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'apps-stand-alone',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/sidenote/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'roles-by-their-door',
      severity: 'error',
      from: { path: '^apps/sidenote/' },
      to: { path: '^apps/(?!sidenote/)', pathNot: '^apps/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'libs-by-their-door',
      severity: 'error',
      from: { path: '^(?:apps|libs)/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/$1/'] },
    },
    {
      name: 'one-door-to-intercom',
      comment: 'Only IntercomCalls (with its budget and pauses) and what doctor asks and tries make calls to Intercom.',
      severity: 'error',
      from: {
        path: '^(?:apps|libs)/',
        pathNot: '^libs/intercom/src/(?:intercom\\.(?:calls|module|client)|examine|trial)\\.ts$',
      },
      to: { path: '^libs/intercom/src/(?:intercom\\.client|exchange)\\.ts$' },
    },
    {
      name: 'sandbox-shares-no-code',
      severity: 'error',
      from: { path: '^apps/sandbox/' },
      to: { path: '^libs/', pathNot: '^libs/(?:contracts|pages)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: false,
    exclude: '\\.spec\\.ts$',
  },
};
