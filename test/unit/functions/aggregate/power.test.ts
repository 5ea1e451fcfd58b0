/** Power factor and phases of whole files, worked out by hand. */
import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../helpers/aggregated.ts';

const DAY = Array.from({ length: 24 }, (_, hour) => hour);
const stamp = (hour: number) => `2026-05-01 ${String(hour).padStart(2, '0')}:00`;
const hourly = (head: string, cells: (hour: number) => string) =>
  [head, ...DAY.map((hour) => `${stamp(hour)},${cells(hour)}`)].join('\n');

describe('the power factor', () => {
  it('is that of the energy and the reactive energy of the same intervals', async () => {
    // The last hour has no reactive energy: its 30 kWh do not count.
    const text = hourly('time,Consumption (kWh),Reactive (kvarh)', (hour) => (hour === 23 ? '30,' : '3,4'));
    expect(await tableOf('power_factor_data', text)).toMatchObject([
      { series: 'Reactive (kvarh)', month: '2026-05', kwh: 69, kvarh: 92, power_factor: 0.6 },
    ]);
  });

  it('is told by a reactive power, too', async () => {
    const text = hourly('time,Consumption (kW),Reactive (kvar)', () => '3,4');
    expect(await tableOf('power_factor_data', text)).toMatchObject([{ kwh: 72, kvarh: 96, power_factor: 0.6 }]);
  });

  it('has no table without reactive energy', async () => {
    expect(
      await tableOf(
        'power_factor_data',
        hourly('time,Consumption (kWh)', () => '3'),
      ),
    ).toBeUndefined();
  });
});

describe('the three phases', () => {
  it('have their energies, their peaks and their imbalance', async () => {
    // Means 1 and 2: the farthest phase is 0.5 and 4 away. Together 23 × 0.5 + 4 of 23 × 1 + 2.
    const text = hourly('time,Import L1 (kWh),Import L2 (kWh),Import L3 (kWh)', (hour) =>
      hour === 18 ? '6,0,0' : '1.5,1,0.5',
    );
    const [row] = (await tableOf('phase_data', text)) ?? [];
    expect(row).toMatchObject({ flow: 'import', month: '2026-05', l1_kwh: 40.5, l2_kwh: 23, l3_kwh: 11.5 });
    expect(row).toMatchObject({ l1_peak_kw: 6, l2_peak_kw: 1, difference_kw: 6 });
    expect(row).toMatchObject({ difference_timestamp: '2026-05-01 18:00:00' });
    expect(row?.imbalance).toBeCloseTo(15.5 / 25, 9);
  });

  it('are compared in the intervals in which all of them are known', async () => {
    const text = hourly('time,Import L1 (kWh),Import L2 (kWh),Import L3 (kWh)', (hour) =>
      hour === 18 ? '6,,0' : '1.5,1,0.5',
    );
    expect(await tableOf('phase_data', text)).toMatchObject([{ l1_kwh: 34.5, difference_kw: 1 }]);
  });

  it('have no table where one of them is not there', async () => {
    const layout = JSON.stringify({ columns: { 'L1 (kWh)': { flow: 'import' }, 'L2 (kWh)': { flow: 'import' } } });
    const text = hourly('time,L1 (kWh),L2 (kWh)', () => '1,2');
    expect(await tableOf('phase_data', text, layout)).toBeUndefined();
  });
});
