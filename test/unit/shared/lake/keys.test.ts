import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datasetOf, manifestKey, PREFIXES, tablePrefix } from '../../../../shared/lake/keys.ts';
import { TABLE_NAMES } from '../../../../shared/tables/schema.ts';

describe('names in the lake', () => {
  it('makes a readable dataset of a key, and keeps keys with one slug apart', () => {
    expect(datasetOf('raw/2026/June report.csv')).toMatch(/^2026-june-report-[0-9a-f]{10}$/);
    expect(datasetOf('raw/a.csv')).not.toBe(datasetOf('raw/a.json'));
    expect(datasetOf('raw/日本.csv')).toMatch(/^upload-[0-9a-f]{10}$/);
  });

  it('is safe in a path and short for any key', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        const dataset = datasetOf(`raw/${name}`);
        expect(dataset).toMatch(/^[a-z0-9][a-z0-9-]*-[0-9a-f]{10}$/);
        expect(dataset.length).toBeLessThanOrEqual(91);
        expect(manifestKey(dataset)).toBe(`manifests/${dataset}.json`);
      }),
    ));

  it('writes no table below the prefix whose events start runs', () => {
    for (const table of TABLE_NAMES) {
      expect(tablePrefix(table, { dataset: 'd', run: 'r', attempt: 'a' }).startsWith(PREFIXES.raw)).toBe(false);
    }
  });
});
