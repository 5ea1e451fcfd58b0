/** Submeters whose names say behind which other one they are. */
import { expect, it } from 'vitest';
import { columnsOfText, hourlyTable } from '../../../../helpers/recognise.ts';
import { ingest } from '../../../../helpers/validate.ts';

const press = (hour: number) => 0.3 + ((hour * 7) % 11) / 10;
const oven = (hour: number) => 0.2 + ((hour * 5) % 7) / 10;
const office = (hour: number) => 0.1 + ((hour * 3) % 5) / 10;
const hall = (hour: number) => press(hour) + oven(hour) + 0.15;
const HOURS = 96;
const kwh = (of: (hour: number) => number) => [...Array(HOURS).keys()].reduce((sum, hour) => sum + of(hour), 0);
const table = (first: string, second: string, third: string, of = hall) =>
  hourlyTable(
    { [first]: (hour) => of(hour).toFixed(3), [second]: press, [third]: oven, 'Office (kWh)': office },
    HOURS,
  );

it.each([
  ['Hall (kWh)', 'Hall: press (kWh)', 'Hall: oven (kWh)'],
  ['Hall (kWh)', 'Hall / Press (kWh)', 'Hall / Oven (kWh)'],
  ['Halle (kWh)', 'darunter Presse (kWh)', 'darunter Ofen (kWh)'],
  ['Halle (kWh)', 'Presse (hinter Halle) (kWh)', 'Ofen (hinter Halle) (kWh)'],
])('count once with their whole: %s, %s', async (first, second, third) => {
  const { layout } = await ingest(table(first, second, third));
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(kwh(hall) + kwh(office), 1);
  expect(layout?.columns.find(({ name }) => name === second)?.parent).toBe(first);
});

it('are no parts of what shows less', async () => {
  const columns = await columnsOfText(table('Hall (kWh)', 'Hall: press (kWh)', 'Hall: oven (kWh)', office));
  expect(columns['Hall: press (kWh)']?.parent).toBeUndefined();
});
