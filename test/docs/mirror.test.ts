/** A unit test stands at the path of what it tests: a file, or a whole folder. */
import { basename, dirname } from 'node:path';
import { expect, it } from 'vitest';
import { FILES, FOLDERS } from '../helpers/tree.ts';

/** Tests of a behaviour that several files share, by the folder that holds all of these, with the reason. */
const BEHAVIOURS: Readonly<Record<string, readonly [reason: string, ...names: string[]]>> = {
  '': ['the order of imports is declared in .dependency-cruiser.mjs', 'dependency-cruiser'],
  cli: ['a call that is wrong, whatever the command; what is JavaScript', 'usage', 'setup'],
  functions: ['what every step says of a series without energy', 'idle-series'],
  'functions/detect-anomalies/events': ['what no kind of event may say of a series without energy', 'idle'],
  'functions/validate': [
    'a file from its bytes to its readings, through all rooms',
    ...['answers', 'containers', 'exports', 'fuzz', 'properties', 'round-trip', 'site-balances'],
  ],
  'functions/validate/balance': ['random homes in every view that they export', 'homes'],
  'functions/validate/recognise': ['a cell that is damaged, and the columns that say when', 'damage'],
  'shared/record': ['random histories of the record, beside a recount', 'history'],
  local: ['a client of the one address, whatever the service', 'slow-client'],
  'local/athena': [
    'the service from outside: its operations, its document, its answers',
    'api',
    'clients',
    'safety',
    'support',
    'wire',
  ],
  'local/lambda': ['functions of all kinds in real threads', 'functions'],
  'local/s3': [
    'the service from outside: bodies, keys, crashes and recorded answers',
    'bodies',
    'crash',
    'front',
    'keys',
    'wire',
  ],
  'local/stepfunctions': [
    'the service from outside: what an execution does, state by state',
    ...['errors', 'history', 'interpreter', 'process-end', 'redrive-branches', 'redrive', 'stop'],
  ],
};

/** `functions/validate/open/lines` for a test, from its path below test/unit/. */
const TESTS = [...FILES].flatMap((file) => /^test\/unit\/(.*)\.test\.ts$/.exec(file)?.[1] ?? []);

/** Benches and checks are sources, too. */
const PLACES = ['', 'test/'];

function mirrors(test: string): boolean {
  const folder = dirname(test);
  return PLACES.some(
    (place) =>
      FILES.has(`${place}${test}.ts`) ||
      FOLDERS.has(`${place}${test}`) ||
      // A folder's test may stand in the folder, under its name.
      (basename(folder) === basename(test) && FOLDERS.has(`${place}${folder}`)),
  );
}

function isBehaviour(test: string): boolean {
  const folder = dirname(test) === '.' ? '' : dirname(test);
  const [, ...names] = BEHAVIOURS[folder] ?? [''];
  return names.includes(basename(test));
}

it('has a source for each unit test, or is declared with its reason', () => {
  expect(TESTS.length).toBeGreaterThan(80);
  expect(TESTS.filter((test) => !mirrors(test) && !isBehaviour(test))).toEqual([]);
});

it('declares nothing that is not there, or needs no reason', () => {
  const declared = Object.entries(BEHAVIOURS).flatMap(([folder, [, ...names]]) =>
    names.map((name) => (folder === '' ? name : `${folder}/${name}`)),
  );
  expect(declared.filter((test) => !TESTS.includes(test) || mirrors(test))).toEqual([]);
});
