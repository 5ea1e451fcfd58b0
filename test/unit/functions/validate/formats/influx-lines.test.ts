/** Lines that hold several fields of one source: a field is a column. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = [...Array(30).keys()];
const START = 1_780_272_000;

it('reads the stands and the power of a line as columns beside one another', async () => {
  const line = (hour: number) =>
    `smartmeter,host=pi import_total_kwh=${(8123.5 + hour * 0.25).toFixed(3)},` +
    `export_total_kwh=${(4123.5 + hour * 0.125).toFixed(3)},power_w=${180 + hour}i ${START + 3600 * hour}000000000`;
  const { layout } = await ingest(`${HOURS.map(line).join('\n')}\n`);
  expect(layout?.balance?.totals).toMatchObject({ import_kwh: 29 * 0.25, export_kwh: 29 * 0.125 });
});
