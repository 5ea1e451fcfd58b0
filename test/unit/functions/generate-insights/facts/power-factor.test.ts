import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { powerFactorFacts } from '../../../../../functions/generate-insights/facts/power-factor.ts';
import { withDatabase } from '../../../../../shared/database/duckdb.ts';
import { folderLake } from '../../../../helpers/folder-lake.ts';
import { createStepContext } from '../../../../helpers/step-context.ts';

const { database } = createStepContext(folderLake(tmpdir()), tmpdir());
const factsOf = (relation: string | undefined) => withDatabase(database, (db) => powerFactorFacts(db, relation));

test('the reactive energy with the most low months counts, over its whole time', async () => {
  const facts = await factsOf(`(VALUES
    ('works', 'Leading', '2026-01', 100.0e0, 10.0e0, 0.995e0),
    ('works', 'Leading', '2026-02', 100.0e0, 10.0e0, 0.995e0),
    ('works', 'Lagging', '2026-01', 90.0e0, 40.0e0, 0.914e0),
    ('works', 'Lagging', '2026-02', 30.0e0, 50.0e0, 0.514e0)
  ) t(site_id, series, month, kwh, kvarh, power_factor)`);
  // 120 / √(120² + 90²)
  expect(facts).toEqual({
    ...{ site_id: 'works', series: 'Lagging', months: 2, low_months: 1, kwh: 120, kvarh: 90, power_factor: 0.8 },
    ...{ lowest: 0.514, lowest_month: '2026-02' },
  });
  expect(await factsOf(undefined)).toBeNull();
});
