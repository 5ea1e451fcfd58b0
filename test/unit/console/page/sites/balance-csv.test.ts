import { expect, test } from 'vitest';
import { balanceCsv, balanceFile } from '../../../../../console/page/sites/balance-csv.ts';
import { barsOf } from '../../../../../console/page/sites/sums.ts';

const unknown = { energy_generated_kwh: null, net_energy_kwh: null, export_kwh: null };
const battery = { charge_kwh: null, discharge_kwh: null };
const item = (local: string, kwh: number | null) => ({
  ...{ local, energy_consumed_kwh: kwh, import_kwh: kwh, ...unknown, ...battery },
});

test('each bar is a line that says what it is a part of, and what is not known is empty', () => {
  const bars = barsOf(
    [item('2026-10-01T00:00', 0.1), item('2026-10-01T01:00', 0.2), item('2026-10-02T00:00', null)],
    10,
  );
  const part = { local: '2026-10-02T00:00:00', hours: 0.25, period_hours: 24 };
  expect(balanceCsv(bars, new Map([['2026-10-02', part]])).split('\r\n')).toEqual([
    'local_time,energy_consumed_kwh,energy_generated_kwh,net_energy_kwh,import_kwh,export_kwh,charge_kwh,' +
      'discharge_kwh,part_hours,part_of_hours',
    '2026-10-01,0.3,,,0.3,,,,,',
    '2026-10-02,,,,,,,,0.25,24',
    '',
  ]);
});

test('the file is named after the site and the time, without what a name cannot hold', () =>
  expect(balanceFile('../Über 1', { from: '2026-10-01', to: '2026-10-31' })).toBe('-Über-1-2026-10-01-2026-10-31.csv'));
