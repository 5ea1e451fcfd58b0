/** Intervals with a start and an end of the hour that the clock shows twice. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
/** Wall clock of quarter hours from midnight of a day on which it goes back, or forward, an hour. */
const autumn = (quarter: number) => (quarter < 12 ? quarter * 15 : quarter * 15 - 60);
const spring = (quarter: number) => (quarter < 8 ? quarter * 15 : quarter * 15 + 60);

it.each([
  ['27.10.2024', 100, autumn],
  ['31.03.2024', 92, spring],
] as const)('multiplies each power of %s by the quarter of an hour that it lasts', async (date, quarters, wall) => {
  const kilowatts = (quarter: number) => 0.4 + ((quarter * 7) % 11) / 10;
  const all = [...Array(quarters).keys()];
  const rows = all.map((quarter) => {
    // Ends are those of the clock: the last of the first hour ends at the 02:00 that comes again.
    const end = quarter === quarters - 1 ? 0 : wall(quarter + 1);
    return `${date};${clock(wall(quarter))};${clock(end)};${kilowatts(quarter).toFixed(3).replace('.', ',')}`;
  });
  const { rows: read } = await ingest(['Datum;von;bis;Bezug [kW]', ...rows, ''].join('\n'), {
    metadata: { 'time-zone': 'Europe/Berlin' },
  });
  const rounded = (value: number) => value.toFixed(6);
  expect(read.map(({ kwh }) => rounded(Number(kwh)))).toEqual(all.map((each) => rounded(kilowatts(each) / 4)));
});
