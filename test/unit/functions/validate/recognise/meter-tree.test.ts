/** Meters in rows of which a column names the one above each. */
import { expect, it } from 'vitest';
import { recogniseText } from '../../../../helpers/recognise.ts';
import { ingest } from '../../../../helpers/validate.ts';

/** Meter, name, meter above, energy. */
const METERS = [
  ['Z0', 'Building', '', 100],
  ['Z1', 'Shop', 'Z0', 40],
  ['Z2', 'Office', 'Z0', 50],
  ['Z21', 'Server room', 'Z2', 30],
] as const;
const hours = Array.from({ length: 24 }, (_, hour) => `2026-05-04 ${String(hour).padStart(2, '0')}:00`);
const table = (above: (meter: (typeof METERS)[number]) => string, whenOf = (_: number, hour: string) => hour) =>
  [
    'Meter,Name,Fed from,Time,kWh',
    ...METERS.flatMap((meter, nth) =>
      hours.map((hour, at) => `${meter[0]},${meter[1]},${above(meter)},${whenOf(nth, hour)},${meter[3] + (at % 5)}`),
    ),
    '',
  ].join('\n');

it('takes the meter at the top for the whole, and leaves no energy to be counted twice', async () => {
  const { layout, rows } = await ingest(table((meter) => meter[2]));
  expect(layout?.parents).toEqual({ Shop: 'Building', Office: 'Building', 'Server room': 'Office' });
  expect(layout?.decisions).toContainEqual({
    what: 'meters',
    chosen: '"Building": the whole; the others: parts of it',
    why: '"Fed from" names the meter above each',
  });
  expect(rows.length).toBeGreaterThan(0);
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(24 * 100 + 46, 6);
});

it('takes a column of other words, a circle and a meter that was exchanged for no tree', async () => {
  const other = await recogniseText(table((meter) => (meter[2] === '' ? '' : 'Hall 7')));
  const circle = await recogniseText(
    table((meter) => (meter[0] === 'Z1' ? 'Z2' : meter[0] === 'Z2' ? 'Z1' : meter[2])),
  );
  const exchanged = await recogniseText(
    table(
      (meter) => meter[2],
      (nth, hour) => hour.replace('-04', `-0${4 + nth}`),
    ),
  );
  expect([other.parents, circle.parents, exchanged.parents]).toEqual([undefined, undefined, undefined]);
});
