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
      name: 'one-adapter',
      comment: 'Which help desk it is, only its adapter, the one place that chooses it, and doctor know.',
      severity: 'error',
      from: {
        path: '^(?:apps|libs)/',
        pathNot: ['^libs/intercom/', '^apps/sidenote/src/desk\\.ts$', '^libs/doctor/src/'],
      },
      to: { path: '^libs/intercom/' },
    },
    {
      name: 'one-door-to-the-desk',
      comment: 'Only DeskCalls, with budget and pauses, calls the desk; of Intercom, what doctor asks and tries too.',
      severity: 'error',
      from: {
        path: '^libs/intercom/',
        pathNot: '^libs/intercom/src/(?:intercom\\.(?:desk|module|client)|examine|trial)\\.ts$',
      },
      to: { path: '^libs/intercom/src/(?:intercom\\.(?:client|desk)|exchange)\\.ts$' },
    },
    {
      name: 'desk-knows-no-vendor',
      severity: 'error',
      from: { path: '^libs/desk/' },
      to: { path: ['^libs/intercom/', '^libs/notes/'] },
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
