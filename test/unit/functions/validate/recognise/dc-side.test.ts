/** Strings of panels beside the output of their inverter are the same energy. */
import { describe, expect, it } from 'vitest';
import { columnsOfText, hourlyTable } from '../../../../helpers/recognise.ts';

const sun = (hour: number) => Math.max(0, 3000 - Math.abs(12 - (hour % 24)) * 500);
const part = (share: number, loss: number) => (hour: number) => Math.round(share * sun(hour) * (1 + loss));

describe('the DC side of an inverter', () => {
  it.each([
    ['PV1 power (W)', 'PV2 power (W)', 'AC output power (W)'],
    ['DC Leistung MPP1 (W)', 'DC Leistung MPP2 (W)', 'AC Leistung (W)'],
    ['String 1 (W)', 'String 2 (W)', 'Inverter power (W)'],
  ])('%s and %s are left out beside %s', async (first, second, output) => {
    const columns = await columnsOfText(
      hourlyTable({ [first]: part(0.6, 0.03), [second]: part(0.4, 0.03), [output]: sun }),
    );
    expect(columns[output]).toMatchObject({ role: 'power', flow: 'production' });
    expect([columns[first]?.role, columns[second]?.role]).toEqual(['ignored', 'ignored']);
    expect(columns[first]?.why).toContain('the DC side');
  });

  it('is left out though the inverter needs all of it at dawn', async () => {
    const idle = (hour: number) => (sun(hour) > 500 ? sun(hour) : 0);
    const columns = await columnsOfText(
      hourlyTable({ 'DC power (W)': (hour) => sun(hour) + 60, 'AC power (W)': idle }),
    );
    expect([columns['DC power (W)']?.role, columns['AC power (W)']?.role]).toEqual(['ignored', 'power']);
  });

  it('counts where there is no other', async () => {
    const columns = await columnsOfText(hourlyTable({ 'PV1 power (W)': part(0.6, 0), 'PV2 power (W)': part(0.4, 0) }));
    expect(Object.values(columns).filter(({ flow }) => flow === 'production')).toHaveLength(2);
  });
});
