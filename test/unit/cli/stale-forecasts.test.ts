import { afterAll, beforeAll, expect, test } from 'vitest';
import { withConnection } from '../../../cli/connection.ts';
import { readManifest } from '../../../cli/lake.ts';
import { staleForecastNote, staleForecasts } from '../../../cli/stale-forecasts.ts';
import { STACK } from '../../../local/names.ts';
import { datasetOf } from '../../../shared/lake/keys.ts';
import { createLakeStore } from '../../../shared/lake/s3-lake.ts';
import { type RecordWorld, recordWorld, upload } from '../../helpers/record.ts';
import { type TestStack, testStack } from '../../helpers/stack.ts';

let stack: TestStack;
let world: RecordWorld;
beforeAll(async () => {
  [stack, world] = await Promise.all([testStack(), recordWorld()]);
});
afterAll(() => Promise.all([stack.close(), world.close()]));

const MONTH = 31 * 1440;

interface Month {
  readonly site: string;
  /** From October 2026. */
  readonly month: number;
  /** Of the run, and of its upload. */
  readonly minute: number;
  readonly kwh?: number;
}

/** An hour of use, published with a forecast of the next day. */
function publish(dataset: string, { site, month, minute, kwh = 1 }: Month): Promise<void> {
  const readings = [{ thing: `${site} total use`, from: month * MONTH, to: month * MONTH + 60, kwh }];
  const context = world.context({ lake: createLakeStore(stack.s3, STACK.bucket) });
  return upload({ dataset, run: `run-${minute}`, uploaded: minute, readings, forecast: [site] }, context);
}

const HERE = { port: 0 };
const stale = (site?: string) =>
  withConnection({ ...HERE, endpoint: stack.stack.url }, (connection) => staleForecasts(connection, { site }));

const note = (dataset: string) =>
  withConnection({ ...HERE, endpoint: stack.stack.url }, async (connection) => {
    const run = (await readManifest(connection, dataset))?.published?.run ?? '';
    return staleForecastNote(connection, { dataset, run });
  });

test('a forecast from before a change of an older month says so, until it is made anew', async () => {
  await publish('older', { site: 'home', month: 0, minute: 1 });
  await publish('last', { site: 'home', month: 1, minute: 2 });
  await publish('other', { site: 'barn', month: 0, minute: 3 });
  expect(await stale()).toEqual([]);
  expect(await note('last')).toBeNull();

  await publish('older', { site: 'home', month: 0, minute: 4, kwh: 9 });
  const last = { dataset: datasetOf('raw/last.csv'), run: 'run-2' };
  expect(await stale()).toEqual([last]);
  expect(await stale('home')).toEqual([last]);
  expect(await stale('barn')).toEqual([]);
  expect(await note('last')).toBe(
    'Readings of home changed after this report was made: its forecast is of the earlier ones. ' +
      'To renew it: npm run -s energy -- replay run-2',
  );
  // The corrected month itself has been followed by others: its days to come are over.
  expect(await note('older')).toBeNull();
  expect(await note('other')).toBeNull();

  await publish('last', { site: 'home', month: 1, minute: 5 });
  expect(await stale()).toEqual([]);
  expect(await note('last')).toBeNull();
});
