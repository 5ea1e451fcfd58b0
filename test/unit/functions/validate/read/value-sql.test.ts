/** Values of every unit become the same kilowatt-hours, wherever the unit stands. */
import { expect, it } from 'vitest';
import { kilowattHoursIn } from '../../../../../shared/readings/layout.ts';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = 4;
const KWH = 0.45;
const at = (hour: number) => `2026-10-01 0${hour}:00`;
const sum = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.reduce((all, { kwh }) => all + Number(kwh), 0);

it.each(['mWh', 'J', 'kJ', 'MJ'] as const)('in %s', async (unit) => {
  const value = Number((KWH / kilowattHoursIn(unit)).toPrecision(12));
  const table = (heading: string, cells: string) =>
    [heading, ...Array.from({ length: HOURS }, (_, hour) => `${at(hour)},${cells}`), ''].join('\n');
  const layouts = [
    table(`time,Energy (${unit})`, String(value)),
    table('time,energy,unit', `${value},${unit}`),
    table('time,energy', `${value} ${unit}`),
  ];
  for (const text of layouts) {
    const { rows } = await ingest(text);
    expect([text.split('\n')[0], sum(rows).toFixed(6)]).toEqual([text.split('\n')[0], (HOURS * KWH).toFixed(6)]);
  }
});

it('with narrow spaces between thousands and behind all numbers', async () => {
  const cells = ['1\u202f266,9\u202f\u00a0', '913,4\u202f\u00a0', '1\u202f480,2', '87,5'];
  const { rows, rejected } = await ingest(
    ['Date;Énergie (Wh)', ...cells.map((cell, hour) => `${at(hour)};${cell}`), ''].join('\n'),
  );
  expect(rejected).toEqual([]);
  expect(sum(rows)).toBeCloseTo(3.748, 9);
});

it('with a typographic apostrophe between thousands', async () => {
  const cells = ['1’266.5', '913.5', '1’480.5', "1'087.5"];
  const { rows, rejected } = await ingest(
    ['Date;Energie (Wh)', ...cells.map((cell, hour) => `${at(hour)};${cell}`), ''].join('\n'),
  );
  expect(rejected).toEqual([]);
  expect(sum(rows)).toBeCloseTo(4.748, 9);
});
