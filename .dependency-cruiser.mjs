/**
 * The order of the rooms: a room may use those before it in its list and none after it. `npm test` holds the tree to it
 * (the check `imports`), imports of types included. docs/adr/0007-order-of-rooms.md says why and with which tool.
 */

/**
 * From what everything rests on to what people start. A name that ends in `.ts` or `.mjs` is a file, any other a
 * folder.
 */
const ROOMS = [
  'shared/keys-of.ts',
  'shared/own-value.ts',
  'shared/order-statistics.ts',
  // What a flow, an event and a line of a bill are called; text, SQL and the tables that everything ends in.
  'shared/energy',
  'shared/text',
  'shared/database',
  'shared/tables',
  'shared/settings',
  // What a step is given, and what the states of the workflow pass on.
  'shared/runtime',
  'shared/object-created.ts',
  'shared/register-stands.ts',
  'shared/contract.ts',
  // What a run reads and writes.
  'shared/lake',
  'shared/readings',
  'shared/tariff',
  // Why runs fail, in words, and what kind of fault it is.
  'shared/failures',
  // What readings come to: days, hours, costs, bills, gaps; of an upload and of the record alike.
  'shared/aggregates',
  // What of all uploads counts: the history of each site.
  'shared/record',
  // What is mended, started and deleted where nobody else does it any more.
  'shared/sweep',
  // What a site uses at which temperature.
  'shared/baseline',
  // What programs ask of the last days of sites.
  'shared/served',
  'shared/report',
  // Pages that can be mailed: their style, tables and pictures.
  'shared/page',
  'shared/list-prices.ts',
  'shared/named-queries.ts',
  'shared/documents',
  // The frame around every step; it brings the parts above together.
  'shared/handler.ts',

  'events',
  'statemachine',

  // ValidateReadings, in the order in which data passes.
  'functions/validate/reject-codes.ts',
  'functions/validate/upload-settings.ts',
  'functions/validate/vocabulary',
  'functions/validate/open',
  'functions/validate/formats',
  'functions/validate/recognise',
  'functions/validate/read',
  'functions/validate/settle',
  'functions/validate/convert',
  'functions/validate/measures',
  'functions/validate/balance',
  'functions/validate/write',
  'functions/validate/ingest.ts',
  'functions/validate/refusal.ts',
  'functions/validate/clock-doubt.ts',
  'functions/validate/contradictions.ts',
  'functions/validate/only-site.ts',
  'functions/validate/same-bytes.ts',
  'functions/validate/inspect.ts',
  'functions/validate/way.ts',
  'functions/validate/validate.ts',
  'functions/validate/handler.ts',

  // The steps behind it: none of them uses another one (NEIGHBOURS).
  'functions/aggregate',
  'functions/detect-anomalies',
  'functions/forecast',
  'functions/generate-insights',
  'functions/publish',
  'functions/sweep',
  'functions/tell-failed-run',
  'functions/serve-sites',
  'functions/summarise-sites',
  'functions/sites-api',

  // AWS on this machine, service by service.
  'local/service.ts',
  'local/set-aside.ts',
  'local/disk-fault.ts',
  'local/full-files.ts',
  'local/starts.ts',
  'local/host-guard.ts',
  'local/read-body.ts',
  'local/loopback-checksums.ts',
  'local/loopback-endpoint.ts',
  'local/secrets.ts',
  'local/sns.ts',
  'local/dynamodb',
  'local/http-api.ts',
  'local/absent-service.ts',
  'local/server.ts',
  'local/s3',
  'local/glue',
  'local/athena',
  'local/lambda',
  'local/lambda-functions.ts',
  'local/stepfunctions',
  'local/names.ts',
  'local/trigger.ts',
  'local/failure-alerts.ts',
  'local/stored-lake.ts',
  'local/mend-catalog.ts',
  'local/mend-record.ts',
  'local/sweep-lake.ts',
  'local/served-table.ts',
  'local/serve-sites.ts',
  'local/daily-summary.ts',
  'local/stack.ts',

  'infra',

  // What the command line and the console share: what is shown how, what connects, runs and queries.
  'cli/errors.ts',
  'cli/interrupt.ts',
  'cli/paths.ts',
  'cli/options.ts',
  'cli/query-formats.ts',
  'cli/config-names.ts',
  'cli/hints.ts',
  'cli/health.ts',
  'cli/output',
  'cli/clients.ts',
  'cli/deployed.ts',
  'cli/stack.ts',
  'cli/connection.ts',
  'cli/lake.ts',
  'cli/served-sites.ts',
  'cli/sites-context.ts',
  'cli/sites-page.ts',
  'cli/holdings.ts',
  'cli/athena.ts',
  'cli/inspect-file.ts',
  'cli/record-context.ts',
  'cli/sweep-context.ts',
  'cli/shadows.ts',
  'cli/recounts.ts',
  'cli/repriced.ts',
  'cli/stale-forecasts.ts',
  'cli/outdated.ts',
  'cli/runs',
  'cli/changes',

  // The console: what page and server say to each other, the page, how it is built, its server.
  'console/api',
  'console/page',
  'console/build',
  'console/server',

  // The command line: what only it does, what commands do, the commands, its entry.
  'cli/setup.mjs',
  'cli/generate',
  'cli/feed',
  'cli/cost',
  'cli/backfill',
  'cli/baseline',
  'cli/compare',
  'cli/config-files.ts',
  'cli/split',
  'cli/doctor',
  'cli/actions',
  'cli/commands',
  'cli/program.ts',
  'cli/docs.ts',
  'cli/energy.ts',
  'cli/main.ts',
];

/** Folders whose rooms do not know each other at all. */
const NEIGHBOURS = ['functions'];

/** It does the steps before it in one process, in their order. */
const SHORT_WAY = '^functions/publish/small-upload[.]ts$';

const pathOf = (room) => (/\.(ts|mjs)$/.test(room) ? `^${room.replaceAll('.', '\\.')}$` : `^${room}/`);
const name = (room) => room.replace(/[^a-z0-9]+/g, '-');

/**
 * Circles that are meant: the rules of a grammar call each other, as an expression may hold a query and a query
 * expressions. The ADR says why these files are not forced apart.
 */
const GRAMMAR = '^local/athena/sql/(parse|analyse)-';

export default {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'Two files that need each other cannot be read one after the other; move what both need to a third.',
      from: { pathNot: GRAMMAR },
      to: { circular: true },
    },
    {
      name: 'no-circle-beside-the-grammar',
      severity: 'error',
      comment: 'A circle of the grammar may hold files of the grammar only.',
      from: { path: GRAMMAR },
      to: { circular: true, via: { pathNot: GRAMMAR } },
    },
    ...ROOMS.map((room, place) => ({
      name: `${name(room)}-uses-what-comes-before`,
      severity: 'error',
      comment: `${room} may use only the rooms that come before it in .dependency-cruiser.mjs.`,
      from: { path: pathOf(room) },
      to: { path: ROOMS.slice(place + 1).map(pathOf) },
    })).filter(({ to }) => to.path.length > 0),
    ...NEIGHBOURS.map((folder) => ({
      name: `${name(folder)}-do-not-use-each-other`,
      severity: 'error',
      comment: `What two of ${folder} need lies in shared.`,
      from: { path: `^${folder}/([^/]+)/`, pathNot: SHORT_WAY },
      to: { path: `^${folder}/`, pathNot: `^${folder}/$1/` },
    })),
    {
      name: 'every-file-has-a-room',
      severity: 'error',
      comment: 'A file outside every room has no place in the order: give its folder a line in ROOMS.',
      from: { path: '^(shared|functions|events|statemachine|local|infra|cli|console)/', pathNot: ROOMS.map(pathOf) },
      to: {},
    },
    {
      name: 'nothing-uses-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-file-that-is-not-there',
      severity: 'error',
      comment: 'An import that cannot be followed would be an arrow that nobody sees.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
  ],
  options: {
    // TypeScript 7 has no API for other tools; swc reads its syntax, `import type` included.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/fixtures/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node'],
      extensions: ['.ts', '.tsx', '.mjs', '.json'],
    },
  },
};
