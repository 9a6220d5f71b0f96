/** Who may import whom: `docs/architecture.md` draws it. Errors, from the first day. */
const inside = (path) => ({ path })

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(#build|\\.build)' },
    },
    {
      name: 'adapters-never-import-each-other',
      comment:
        'server/http, server/trpc and server/worker are adapters over verbs; a test may put several together',
      severity: 'error',
      from: { path: '^server/(http|trpc|worker)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/(http|trpc|worker)/', pathNot: '^server/$1/' },
    },
    {
      name: 'verbs-never-import-adapters',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/(http|trpc|worker|web|supervisor|testing)/|\\.test\\.ts$' },
      to: { path: '^server/(http|trpc|worker|web|supervisor)/' },
    },
    {
      name: 'foundations-import-no-domain',
      severity: 'error',
      from: {
        path: '^server/(db|queue|telemetry)/|^server/(env|env-meaning|env-values|env-variables|errors|clock|context)\\.ts$',
      },
      to: {
        path: '^server/',
        pathNot:
          '^server/(db|queue|telemetry)/|^server/(env|env-meaning|env-values|env-variables|errors|clock|context)\\.ts$',
      },
    },
    {
      name: 'emails-know-nothing-of-the-server',
      severity: 'error',
      from: inside('^emails/'),
      to: inside('^(server|app)/'),
    },
    {
      name: 'server-knows-nothing-of-pages',
      severity: 'error',
      from: inside('^server/'),
      to: inside('^app/'),
    },
    {
      name: 'primitives-have-no-data-access',
      severity: 'error',
      from: inside('^app/_components/ui/'),
      to: inside('^(server|app/_trpc|app/admin)/'),
    },
    {
      name: 'client-components-take-types-and-schemas-only',
      comment:
        'Of server, a .tsx of app may import types and schemas.ts; pages and layouts (server components) and app/_trpc/server.ts may call it.',
      severity: 'error',
      from: { path: '^app/.+\\.tsx$', pathNot: '/(page|layout|route)\\.tsx?$' },
      to: { path: '^server/', pathNot: '/schemas\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^(app|server)/', pathNot: '(\\.test\\.tsx?$|^server/testing/)' },
      to: { path: '^server/testing/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|\\.build|node_modules)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs'],
    },
    cache: false,
  },
}
