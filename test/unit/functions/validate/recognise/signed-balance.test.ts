/** Columns of one direction whose balance shows that they are the exchange with the grid. */
import { expect, it } from 'vitest';
import { columnsOfText, hourlyTable } from '../../../../helpers/recognise.ts';

const made = (hour: number) => Math.max(0, 3000 - Math.abs(12 - (hour % 24)) * 600);
const used = (hour: number) => 300 + ((hour * 37) % 29) * 11;
/** Two nights out of four the battery is empty, and the grid gives. */
const drawn = (hour: number) => (made(hour) === 0 && hour % 48 < 6 ? used(hour) : 0);
const battery = (hour: number) => (made(hour) === 0 ? used(hour) - drawn(hour) : -(made(hour) % 700));
const fedIn = (hour: number) => made(hour) + battery(hour) - used(hour);

it('are that exchange, counted the other way', async () => {
  const columns = { Production_W: made, Consumption_W: used, GridFeedIn_W: fedIn, Battery_W: battery };
  expect(await columnsOfText(hourlyTable(columns, 192))).toMatchObject({
    GridFeedIn_W: { role: 'power', flow: 'net', sign: 'reversed' },
  });
});
