// The law of imports (ARCHITECTURE.md). Rows of features from the ground up; a feature may import features of lower rows only.
const rows = [
  ['workspaces'],
  ['organisation', 'views'],
  ['identity', 'address'],
  ['customers'],
  ['tags'],
  ['channels'],
  ['orders', 'pond'],
  ['parties'],
  ['ownership', 'experience'],
  ['spend'],
  ['plays', 'steps'],
  ['search'],
  ['dictionary'],
  ['ingestion'],
  ['imports'],
  ['webhooks'],
  ['sql'],
  ['demo'],
  ['exports'],
  ['idempotency'],
  ['health'],
];
const feature = (names) => `^packages/server/src/features/(${names.join('|')})/`;
const upward = rows.flatMap((row, index) => {
  const higher = rows.slice(index + 1).flat();
  const sideways =
    row.length > 1 ? row.map((name) => ({ from: [name], to: row.filter((other) => other !== name) })) : [];
  const rules = [];
  if (higher.length > 0) rules.push({ from: row, to: higher });
  return [...rules, ...sideways].map(({ from, to }) => ({
    name: `features-${from.join('-')}-only-downward`,
    severity: 'error',
    from: { path: feature(from), pathNot: '\\.test\\.ts$' },
    to: { path: feature(to) },
  }));
});

const notTest = { pathNot: '\\.test\\.tsx?$|testsuite|/testing/' };
const forbid = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }, 'two files that need each other are one'),
    forbid(
      'core-is-pure',
      { path: '^packages/core/src', ...notTest },
      { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg'] },
      'no I/O, no packages',
    ),
    forbid(
      'core-imports-nobody',
      { path: '^packages/core/' },
      { path: '^packages/(contracts|server|console|tracker)/' },
    ),
    forbid(
      'contracts-import-core-only',
      { path: '^packages/contracts/' },
      { path: '^packages/(server|console|tracker)/' },
    ),
    forbid(
      'console-imports-contracts',
      { path: '^packages/console/' },
      { path: '^packages/(server|tracker)/' },
    ),
    forbid(
      'tracker-imports-nobody',
      { path: '^packages/tracker/src', ...notTest },
      { path: '^packages/(server|console|contracts|core)/|node_modules' },
    ),
    forbid(
      'platform-knows-no-feature',
      { path: '^packages/server/src/platform/', ...notTest },
      { path: '^packages/server/src/(features|connectors|engine|commands|app|main|config)' },
    ),
    forbid(
      'features-below-engine',
      { path: '^packages/server/src/features/', ...notTest },
      { path: '^packages/server/src/(connectors|engine|commands|app|main|config)' },
    ),
    forbid(
      'engine-names-no-feature',
      { path: '^packages/server/src/engine/', pathNot: 'engine-worker|\\.test\\.ts$' },
      { path: '^packages/server/src/(features|commands|app|main|config)' },
    ),
    forbid(
      'features-through-their-door',
      { path: '^packages/server/src/features/([^/]+)/', ...notTest },
      {
        path: '^packages/server/src/features/([^/]+)/',
        pathNot: ['^packages/server/src/features/$1/', '/index\\.ts$'],
      },
    ),
    forbid(
      'one-thread-opens-duckdb',
      { pathNot: '^packages/server/src/platform/event-store/duckdb/|^bench/' },
      { path: '@duckdb/' },
      'a second open in one process silently destroys the file',
    ),
    ...upward,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
