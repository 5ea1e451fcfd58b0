/** Series in rows that say by name, number or level behind which other one they are. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const hours = Array.from({ length: 24 }, (_, hour) => `2026-05-04 ${String(hour).padStart(2, '0')}:00`);
/** Hundredths of a kWh of a building, its ground floor, the shop and the café there, and the upper floor. */
const KWH = [100, 60, 20, 30, 35] as const;
const table = (heading: string, cells: readonly string[], kwh: readonly number[] = KWH) =>
  [
    `timestamp;${heading};kWh`,
    ...hours.flatMap((hour, at) =>
      cells.map((cell, nth) => `${hour};${cell};${(((kwh[nth] ?? 0) + (at % 5)) / 100).toFixed(2)}`),
    ),
    '',
  ].join('\n');
const whole = 24 + 0.46;

it.each([
  ['meter', ['1 Building', '1.1 Ground floor', '1.1.1 Shop', '1.1.2 Café', '1.2 Upper floor']],
  ['meter', ['1', '1.1', '1.1.1', '1.1.2', '1.2']],
  ['no;name', ['1;Building', '1.1;Ground floor', '1.1.1;Shop', '1.1.2;Café', '1.2;Upper floor']],
  ['Ebene;name', ['0;Building', '1;Ground floor', '2;Shop', '2;Café', '1;Upper floor']],
  ['meter', ['Building', '  Ground floor', '    Shop', '    Café', '  Upper floor']],
  ['meter', ['Building', '- Ground floor', '- - Shop', '- - Café', '- Upper floor']],
  ['meter', ['B', 'B/Ground floor', 'B/Ground floor/Shop', 'B/Ground floor/Café', 'B/Upper floor']],
])('counts parts once: %s %j', async (heading, cells) => {
  const { layout } = await ingest(table(heading, cells));
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(whole, 6);
  expect(layout?.decisions.find(({ what }) => what === 'meters')?.chosen).toContain('the others: parts of it');
});

it('counts what is behind a word for a part once', async () => {
  const { layout } = await ingest(table('meter', ['Factory', 'davon Presse', 'davon Ofen'], [100, 20, 30]));
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(whole, 6);
});

it.each([
  ['meter', ['Flat 1.1', 'Flat 1.2', 'Flat 2.1'], [20, 30, 40]],
  ['meter', ['1', '1.1', '2'], [20, 90, 40]],
  ['floor;meter', ['0;Shop', '1;Flat A', '2;Flat B'], [90, 30, 40]],
])('adds what is numbered otherwise, or cannot be a part: %s %j', async (heading, cells, kwh) => {
  const { layout } = await ingest(table(heading, cells, kwh));
  const sum = kwh.reduce((all, each) => all + 0.24 * each + 0.46, 0);
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(sum, 6);
});
