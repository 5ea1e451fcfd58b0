import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { literal, withDatabase } from '../../../../shared/database/duckdb.ts';
import { planOfSiteSql } from '../../../../shared/tariff/plans.ts';
import { type Plan, SETTINGS_TARIFF } from '../../../../shared/tariff/schema.ts';
import { fitsPattern } from '../../../../shared/text/wildcard.ts';

it.each([
  ['home', 'home', true],
  ['home', 'h*', true],
  ['home', '*m*', true],
  ['home', 'ho*ome', false],
  ['ab', 'a*b*b', false],
  ['abab', 'a*ab', true],
  ['', '*', true],
  ['a.b', 'a?b', false],
])('%j and %j: %s', (text, pattern, fits) => expect(fitsPattern(text, pattern)).toBe(fits));

it('says what SQL says of the sites of a tariff', () =>
  withDatabase({ threads: 1, memoryMb: 200, folder: tmpdir() }, (db) =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('a', 'b', '*', '%', '_', '\\'), minLength: 1, maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '%', '_', '\\'), minLength: 1, maxLength: 6 }),
        async (pattern, site) => {
          const plan = (sites: string[]): Plan => ({ name: SETTINGS_TARIFF, sites, currency: 'EUR', versions: [] });
          const sql = planOfSiteSql([plan([pattern]), plan(['*'])]);
          const [row] = await db.rows(`SELECT ${sql} AS plan FROM (SELECT ${literal(site)} AS site_id)`);
          expect(fitsPattern(site, pattern)).toBe(Number(row?.plan) === 0);
        },
      ),
    ),
  ));
