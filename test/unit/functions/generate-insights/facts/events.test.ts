import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { eventFacts } from '../../../../../functions/generate-insights/facts/events.ts';
import { withDatabase } from '../../../../../shared/database/duckdb.ts';
import { folderLake } from '../../../../helpers/folder-lake.ts';
import { createStepContext } from '../../../../helpers/step-context.ts';

/** kind, first and last hour of October 2026, excess, cost. */
type Row = readonly [kind: string, from: number, to: number, kwh: number, cost: number | null, measure?: string];

async function factsOf(...rows: readonly Row[]) {
  const hour = (hours: number) => `TIMESTAMP '2026-10-01' + to_hours(${hours})`;
  const values = rows.map(
    ([kind, from, to, kwh, cost, measure = 'consumption']) =>
      `('home', 'total', '${measure}', '${kind}', 'LOW', ${hour(from)}, ${hour(to)}, ${hour(from)}, ${hour(to)}, ` +
      `1, ${kwh}, ${cost ?? 'NULL::DOUBLE'})`,
  );
  const relation = `(SELECT * FROM (VALUES ${values.join(', ')}) t(site_id, appliance, measure, kind, severity,
    start_utc, end_utc, start_timestamp, end_timestamp, readings, excess_kwh, cost))`;
  const { database } = createStepContext(folderLake(tmpdir()), tmpdir());
  return withDatabase(database, (db) => eventFacts(db, relation));
}

test('what lies within a rise of the base load is counted once', async () => {
  const rise: Row = ['BASE_LOAD_RISE', 0, 96, 40, 12];
  expect(await factsOf(rise, ['SPIKE', 10, 12, 5, 1.5])).toMatchObject({ count: 2, excess_kwh: 40, cost: 12 });
  expect(await factsOf(rise, ['SPIKE', 95, 97, 5, 1.5])).toMatchObject({ count: 2, excess_kwh: 45, cost: 13.5 });
});

test('what cost or saved the most leads; energy without a price counts at the mean price of the others', async () => {
  const facts = await factsOf(['SPIKE', 0, 2, 5, 1], ['DROP', 30, 40, -20, -9], ['SPIKE', 60, 62, 50, null]);
  // (1 + 9) / (5 + 20) a kWh: 50 kWh come to 20.
  expect(facts.top).toMatchObject({ start: '2026-10-03 12:00', excess_kwh: 50, cost: null });
  expect((await factsOf(['SPIKE', 0, 2, 5, 1], ['DROP', 30, 40, -20, -9])).top).toMatchObject({ excess_kwh: -20 });
});

test('a fault of a meter is no use, and what panels make leads only where nothing else happened', async () => {
  const spike: Row = ['SPIKE', 0, 2, 5, 1];
  const made: Row = ['LEVEL_SHIFT', 10, 60, 134, null, 'generation'];
  const fault: Row = ['IMPOSSIBLE', 70, 71, 9000, 2700];
  expect(await factsOf(spike, made, fault)).toMatchObject({ count: 3, excess_kwh: 5, cost: 1, top: { excess_kwh: 5 } });
  expect((await factsOf(made)).top).toMatchObject({ excess_kwh: 134 });
  expect((await factsOf(fault)).top).toBeNull();
});
