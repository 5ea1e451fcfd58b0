/** Every path that a document names is in the tree, and every link leads somewhere. */
import { dirname, join, matchesGlob, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCUMENTS, readDocument } from '../helpers/documents.ts';
import { FILES, FOLDERS } from '../helpers/tree.ts';

const ROOTS = new Set([...FOLDERS].filter((folder) => !folder.includes('/')));

/** `infra/stages/STAGE.json` stands for one for each stage: a word in capitals may be anything. */
function isThere(path: string): boolean {
  const plain = path.replace(/\/$/, '');
  if (FOLDERS.has(plain) || FILES.has(plain)) return true;
  const pattern = plain.replace(/\b[A-Z]+\b/g, '*');
  return pattern !== plain && [...FILES, ...FOLDERS].some((file) => matchesGlob(file, pattern));
}

/** Paths in backticks, from the project's root. The lake has folders, too, but none below one of these names. */
function named(text: string): string[] {
  const quoted = [...text.matchAll(/`([\w.@*{},/-]+)`/g)].map(([, path = '']) => path);
  return quoted.filter((path) => path.includes('/') && ROOTS.has(path.split('/')[0] ?? ''));
}

function links(document: string, text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => normalize(join(dirname(document), target)));
}

describe.each(DOCUMENTS)('%s', (document) => {
  // A decision names what was there when it was made.
  const text = document === 'CHANGELOG.md' || document.startsWith('docs/adr/') ? '' : readDocument(document);

  it('names paths that are there', () => {
    expect(named(text).filter((path) => !isThere(path))).toEqual([]);
  });

  it('links to what is there', () => {
    expect(links(document, readDocument(document)).filter((path) => !isThere(path))).toEqual([]);
  });
});

it('a path that is not there would be found', () => {
  expect(named('see `functions/validate/gone.ts`, `raw/june.csv`, `shared/`')).toEqual([
    'functions/validate/gone.ts',
    'shared/',
  ]);
  expect(isThere('functions/validate/gone.ts')).toBe(false);
  expect(['shared/', 'infra/stages/STAGE.json', 'functions/NAME/handler.ts', 'README.md'].every(isThere)).toBe(true);
});

it('docs/CONTRIBUTING.md names a place for each thing that is added', () => {
  const rows = readDocument('docs/CONTRIBUTING.md').match(/^\| an? .*\|$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(12);
  for (const row of rows) expect(named(row).length, row).toBeGreaterThan(0);
});
