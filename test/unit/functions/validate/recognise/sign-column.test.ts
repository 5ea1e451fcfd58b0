/** Signs, letters and flags in a column of their own, which say the direction of the energy beside them. */
import { expect, it } from 'vitest';
import { hourlyTable, questionOfText, recogniseText } from '../../../../helpers/recognise.ts';

const net = (hour: number) => 300 + ((hour * 37) % 29) * 11 - Math.max(0, 2500 - Math.abs(12 - (hour % 24)) * 400);
const amount = (hour: number) => Math.abs(net(hour));
const file = (heading: string, into: string | number, out: string | number, energy = 'Energy (Wh)') =>
  hourlyTable({ [heading]: (hour) => (net(hour) >= 0 ? into : out), [energy]: amount });

it.each([
  ['+/-', '+', '-'],
  ['Vorzeichen', '+', '−'],
  ['Sign', 1, -1],
  ['Dir', '1', '-1'],
  ['D/C', 'D', 'C'],
  ['L/B', 'B', 'L'],
  ['is_export', 'false', 'true'],
])('in %s with %s and %s', async (heading, into, out) => {
  const { flows, columns } = await recogniseText(file(heading, into, out));
  expect(flows).toEqual({ [String(into)]: 'import', [String(out)]: 'export' });
  expect(columns.find(({ name }) => name === heading)).toMatchObject({ role: 'measure' });
});

it('are read as the heading says, whatever goes on by night', async () => {
  const { flows } = await recogniseText(file('Sign (+ feed-in / - purchase)', '+', '-'));
  expect(flows).toEqual({ '+': 'export', '-': 'import' });
});

it.each([
  ['a flag of something else', 'Trend', '+', '-'],
  ['a kind of day', 'DayType', 1, -1],
  ['a status', 'Sign', 'OK', 'FAULT'],
])('are none in %s', async (_, heading, first, second) => {
  const { flows } = await recogniseText(file(heading, first, second, 'Consumption (Wh)')).catch(() => ({ flows: {} }));
  expect(flows ?? {}).toEqual({});
});

it('are asked about where neither words nor nights tell', async () => {
  const signs = { Sign: (hour: number) => (hour % 2 ? '+' : '-'), 'Energy (Wh)': amount };
  const { details } = await questionOfText(hourlyTable(signs));
  expect(details.setting).toMatchObject({ flows: { '+': 'import', '-': 'export' } });
});
