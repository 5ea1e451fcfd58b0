/** Which way signed columns count: by the charge of the battery, by the night, or by a person's word. */
import { describe, expect, it } from 'vitest';
import { columnsOfText, hourlyTable, questionOfText } from '../../../../helpers/recognise.ts';

const hourOf = (hour: number) => hour % 24;
const sun = (hour: number) => Math.max(0, 3000 - Math.abs(12 - hourOf(hour)) * 500);
const use = (hour: number) => 400 + ((hour * 31) % 300);
const CAPACITY = 9000;

/** Charges from the sun by day and, where it is cheap, from the grid by night; what it holds at each hour's start. */
function batteryOf(byNight: boolean) {
  const flows: number[] = [];
  const charges: number[] = [];
  let stored = 2000;
  for (let hour = 0; hour < 96; hour += 1) {
    charges.push(Math.round((1000 * stored) / CAPACITY) / 10);
    const at = hourOf(hour);
    const into = byNight && at < 4 ? 700 : Math.max(0, sun(hour) - use(hour));
    const flow = at > 17 ? -Math.min(900, stored) : Math.min(into, CAPACITY - stored);
    stored += flow;
    flows.push(flow);
  }
  return { into: (hour: number) => flows[hour] ?? 0, charge: (hour: number) => charges[hour] ?? 0 };
}

describe('a signed battery', () => {
  it.each([
    ['charging', 1, 'reversed'],
    ['discharging', -1, undefined],
  ] as const)('that is positive while %s is told by its state of charge', async (_, sign, expected) => {
    const { into, charge } = batteryOf(true);
    const file = hourlyTable({
      'PV power (W)': sun,
      'Grid import (W)': use,
      'Battery power (W)': (hour) => sign * into(hour),
      'SoC (%)': charge,
      'SoH (%)': () => 98,
    });
    expect((await columnsOfText(file))['Battery power (W)']?.sign).toBe(expected);
  });

  it('is asked about where nothing tells it, and a word of a person is kept', async () => {
    const { into } = batteryOf(true);
    const file = hourlyTable({ 'PV power (W)': sun, 'Grid import (W)': use, 'Battery power (W)': into });
    const asked = await questionOfText(file);
    expect(asked.sentence).toContain('Nothing tells whether "Battery power (W)" is positive for what the site takes');
    const answers = asked.details.candidates as { setting: Parameters<typeof columnsOfText>[1] }[];
    const signs = answers.map(async ({ setting }) => (await columnsOfText(file, setting))['Battery power (W)']?.sign);
    expect(await Promise.all(signs)).toEqual([undefined, 'reversed']);
  });
});

describe('a use below zero', () => {
  const { into } = batteryOf(true);
  const grid = (hour: number) => use(hour) + into(hour) - sun(hour);

  it('in a sum that is always zero is what the house takes of the others', async () => {
    const columns = await columnsOfText(
      hourlyTable({
        'P_Battery (W)': (hour) => -into(hour),
        'P_Grid (W)': grid,
        'P_Load (W)': (hour) => -use(hour),
        'P_PV (W)': sun,
      }),
    );
    expect(columns['P_Battery (W)']).toMatchObject({ flow: 'battery' });
    expect(columns['P_Grid (W)']).toMatchObject({ flow: 'net' });
    expect(columns['P_Load (W)']).toMatchObject({ flow: 'consumption', sign: 'reversed' });
    expect([columns['P_Battery (W)']?.sign, columns['P_Grid (W)']?.sign]).toEqual([undefined, undefined]);
  });
});

describe('a net alone', () => {
  const net = (hour: number) => use(hour) - sun(hour);

  it('is the usual one where the nights are positive', async () => {
    expect((await columnsOfText(hourlyTable({ 'Net (W)': net })))['Net (W)']?.sign).toBeUndefined();
  });

  it('is asked about where it gives by night, and the first answer turns it', async () => {
    const file = hourlyTable({ 'Net (W)': (hour) => -net(hour) });
    const { details } = await questionOfText(file);
    expect(details.setting).toEqual({
      columns: { 'Net (W)': { role: 'power', unit: 'W', flow: 'net', sign: 'reversed' } },
    });
  });

  it('of three phases is told by their sum', async () => {
    const phase = (share: number, more: number) => (hour: number) => Math.round(share * net(hour)) + more;
    const columns = await columnsOfText(
      hourlyTable({
        'Grid L1 (W)': phase(0.4, 500),
        'Grid L2 (W)': phase(0.3, -250),
        'Grid L3 (W)': phase(0.3, -250),
      }),
    );
    expect(Object.values(columns).flatMap(({ flow, sign }) => (flow ? [[flow, sign]] : []))).toEqual([
      ['net', undefined],
      ['net', undefined],
      ['net', undefined],
    ]);
  });

  it('counts as its words say', async () => {
    const file = hourlyTable({ 'Net consumption (W)': (hour) => -net(hour + 12) });
    expect((await columnsOfText(file))['Net consumption (W)']?.sign).toBeUndefined();
  });
});
