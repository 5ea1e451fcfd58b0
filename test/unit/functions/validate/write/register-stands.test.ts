/** The stands with which an upload's registers begin and end, and the uploads of which none can be joined. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 4, 1);

async function standsOf(columns: Readonly<Record<string, readonly [object, (n: number) => number]>>, count = 24) {
  const rows = Array.from({ length: count }, (_, n) =>
    [
      new Date(START + n * HOUR).toISOString(),
      ...Object.values(columns).map(([, value]) => value(n).toFixed(3)),
    ].join(),
  );
  const roles = Object.fromEntries(Object.entries(columns).map(([name, [role]]) => [name, role]));
  const metadata = { layout: JSON.stringify({ columns: roles }) };
  const { output } = await ingest([`timestamp,${Object.keys(columns).join()}`, ...rows].join('\n'), { metadata });
  return output.outcome === 'READY' ? output.stands : undefined;
}

const register = (flow: string) => ({ role: 'register', unit: 'kWh', flow });

it('has the stands of a register, exactly, and the fastest of its steps', async () => {
  expect(await standsOf({ Import: [register('import'), (n) => 100.125 + n * 0.5 + (n > 5 ? 1 : 0)] })).toMatchObject([
    {
      ...{ site: 'default', measure: 'use', flow: 'import', basis: 'grid', minutes: 60, fastest_kw: 1.5 },
      first: { at: '2026-05-01T00:00:00.000000', utc: '2026-05-01T00:00:00.000000', kwh: '100.125000000' },
      ...{ last: { utc: '2026-05-01T23:00:00.000000', kwh: '112.625000000' }, last_month: '2026-05' },
    },
  ]);
});

it('adds registers of one flow, and keeps flows apart', async () => {
  const stands = await standsOf({
    'Import T1': [register('import'), (n) => 100 + n],
    'Import T2': [register('import'), (n) => 200 + n],
    Export: [register('export'), (n) => 50 + n],
  });
  expect(stands?.map(({ measure, first, last }) => [measure, Number(first.kwh), Number(last.kwh)])).toEqual([
    ['generation', 50, 73],
    ['use', 300, 346],
  ]);
});

it.each([
  ['a power stands beside the register', { Solar: [{ role: 'power', unit: 'kW', flow: 'production' }, () => 0.25] }],
  ['a submeter leaves a rest', { Boiler: [register('submeter'), (n: number) => 10 + n * 0.25] }],
] as const)('has none where %s', async (_, more) => {
  expect(await standsOf({ Use: [register('consumption'), (n) => 100 + n], ...more })).toEqual([]);
});

it('has none of a counter of the day', async () => {
  expect(await standsOf({ Import: [register('import'), (n) => (n % 24) * 0.5] }, 96)).toEqual([]);
});
