/** What is told of a site in a period, of months of which not all is known. */
import { expect, it } from 'vitest';
import { siteFigures } from '../../../../shared/served/figures.ts';
import { type RecordReading, recordWorld, upload } from '../../../helpers/record.ts';

const HOURS = [0, 1, 2];
const DAY = 24 * 60;

const readings = (thing: string, day: number): RecordReading[] =>
  HOURS.map((hour) => ({ thing, from: day * DAY + hour * 60, to: day * DAY + (hour + 1) * 60, kwh: 2 }));

async function figuresOf(given: readonly RecordReading[]) {
  const world = await recordWorld();
  await upload({ dataset: 'a', run: 'r', uploaded: 3 * DAY, readings: given, balanced: true }, world.context());
  const store = { intervals: async () => ({ intervals: [], next: undefined }) };
  const period = { from: '2026-10-01', to: '2026-10-31' };
  return (await siteFigures('home', period, { ...world.context(), store })).figures;
}

it('knows the own share of a period where that of each of its days is known, and else not', async () => {
  const whole = [...readings('home total use', 0), ...readings('home total generation', 0)];
  expect(await figuresOf(whole)).toMatchObject({ efficiency: 1, import_kwh: 0 });
  const bought = readings('home total use', 1);
  expect(await figuresOf([...whole, ...bought])).toMatchObject({ efficiency: null, import_kwh: 6 });
});
