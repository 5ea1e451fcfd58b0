/** Records that say once more what stands above them. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const DAYS = [...Array(28).keys()];
const used = (day: number) => 5 + ((day * 7) % 11) + day / 10;
const sum = DAYS.reduce((all, day) => all + used(day), 0);
const rows = DAYS.map((day) => `2026-03-${String(day + 1).padStart(2, '0')},${used(day).toFixed(1)}`);
const useOf = async (...last: string[]) => {
  const { layout, rejected } = await ingest(['Date,Use (kWh)', ...rows, ...last, ''].join('\n'));
  return [layout?.balance?.totals.use_kwh, rejected.length];
};

it('are no readings, however many there are', async () => {
  const [most, least] = [Math.max(...DAYS.map(used)), Math.min(...DAYS.map(used))];
  expect(
    await useOf(
      `Total,${sum}`,
      `Moyenne,${(sum / 28).toFixed(2)}`,
      `Max,${most.toFixed(1)}`,
      `Min,${least.toFixed(1)}`,
    ),
  ).toEqual([expect.closeTo(sum, 6), 0]);
});

it('are none with a date either, where a record is the sum of all others to the last digit', async () => {
  expect(await useOf(`2026-03-31,${sum.toFixed(1)}`)).toEqual([expect.closeTo(sum, 6), 0]);
  expect(await useOf(`2026-03-31,${(sum + 1).toFixed(1)}`)).toEqual([expect.closeTo(2 * sum + 1, 6), 0]);
});

it('stay, rejected, where their figure is another one', async () => {
  expect(await useOf('Total,12.3')).toEqual([expect.closeTo(sum, 6), 1]);
});
