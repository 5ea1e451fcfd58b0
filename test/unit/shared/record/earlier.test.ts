/** Bills that look beyond a month, whichever of its months come first. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../../../shared/database/duckdb.ts';
import { CONFIG_KEYS } from '../../../../shared/lake/keys.ts';
import type { RecordTable } from '../../../../shared/tables/schema.ts';
import { type RecordReading, type RecordWorld, recordWorld, upload } from '../../../helpers/record.ts';

/** In hours. */
const BEGINS = { '2026-10': 0, '2026-11': 31 * 24, '2026-12': 61 * 24, '2027-01': 92 * 24 } as const;
type MonthName = keyof typeof BEGINS;
const MONTHS: readonly MonthName[] = ['2026-10', '2026-11', '2026-12', '2027-01'];

/** @param versions by site */
async function pricedWorld(versions: Readonly<Record<string, object>>): Promise<RecordWorld> {
  const world = await recordWorld();
  const tariffs = Object.entries(versions).map(([site, version]) => ({
    ...{ name: site, sites: [`${site}*`], currency: 'EUR' },
    versions: [{ from: '2026-01-01', rates: [{ band: 'all', price: 0.5 }], ...version }],
  }));
  await world.lake.putText(CONFIG_KEYS.tariffs, JSON.stringify(tariffs), 'application/json');
  return world;
}

/** Four hours of the month's third day. */
const fourHours = (month: MonthName, kwh: number, thing: string): RecordReading[] =>
  [0, 1, 2, 3].map((hour) => {
    const from = (BEGINS[month] + 2 * 24 + hour) * 60;
    return { thing, from, to: from + 60, kwh };
  });

const sumOf = (rows: readonly Row[], column: string) => rows.reduce((sum, row) => sum + Number(row[column]), 0);

const TARIFFS = {
  least: { minimum_bill: { price: 100, per: 'year' } },
  ladder: {
    rates: [
      { band: 'first', price: 1, up_to_kwh: 50 },
      { band: 'rest', price: 2 },
    ],
    tier_period: 'year',
  },
  peak: {
    demand_charge: [
      { name: 'Mean', price: 1, of: 'mean-of-12-months', interval: 'hour' },
      { name: 'Share', price: 1, ratchet: 0.8, interval: 'hour' },
    ],
  },
  net: { net_metering: 'year', export_price: 0.1 },
};

const USED: Readonly<Record<MonthName, number>> = { '2026-10': 5, '2026-11': 10, '2026-12': 2, '2027-01': 1 };
const ORDERS: [string, MonthName[]][] = [
  ['the last one first', ['2027-01', '2026-12', '2026-11', '2026-10']],
  ['in any order', ['2026-11', '2027-01', '2026-10', '2026-12']],
];

describe.each(ORDERS)('months that are uploaded %s', (_, order) => {
  let world: RecordWorld;
  beforeAll(async () => {
    world = await pricedWorld(TARIFFS);
    for (const [index, month] of order.entries()) {
      const used = ['least', 'ladder', 'peak'].flatMap((site) => fourHours(month, USED[month], `${site} total use`));
      const sunny = month === '2026-11';
      const fed = sunny ? fourHours(month, 6, 'net total generation') : [];
      const readings = [...used, ...fed, ...fourHours(month, sunny ? 0 : USED[month], 'net total use')];
      const uploaded = MONTHS.indexOf(month) + 1;
      await upload({ dataset: month, run: `r-${index}`, uploaded, readings, balanced: true }, world.context());
    }
  });
  const of = async (site: string, table: RecordTable, columns: string) =>
    (await world.rows(table, `site_id, ${columns}`)).filter((row) => row.site_id === site);

  it('have one minimum a year', async () => {
    const bills = await of('least', 'bill_data', 'day, minimum_cost, net_cost');
    // 68 kWh of 2026 cost 34, 4 kWh of 2027 cost 2.
    const ofYear = (year: string) => bills.filter(({ day }) => String(day).startsWith(year));
    expect(sumOf(ofYear('2026'), 'minimum_cost')).toBeCloseTo(66, 12);
    expect(sumOf(ofYear('2027'), 'minimum_cost')).toBe(98);
    expect(sumOf(bills, 'net_cost')).toBeCloseTo(200, 12);
  });

  it('climb one ladder a year', async () => {
    const bills = await of('ladder', 'bill_data', 'day, CAST(energy_cost AS DOUBLE) AS cost');
    // 20, then 30 of the 40, then all of the 8 at twice the price; January begins again.
    expect(bills.map(({ day, cost }) => [String(day).slice(0, 7), cost])).toEqual([
      ['2026-10', 20],
      ['2026-11', 50],
      ['2026-12', 16],
      ['2027-01', 4],
    ]);
    expect(sumOf(await of('ladder', 'cost_data', 'cost'), 'cost')).toBe(90);
  });

  it('pay the mean of the peaks of twelve months, and a share of the highest', async () => {
    const lines = await of('peak', 'bill_line_data', 'month, kind, name, CAST(amount AS DOUBLE) AS amount');
    const demand = lines.filter(({ kind }) => kind === 'demand');
    expect(demand.map(({ month, name, amount }) => `${month} ${name} ${amount}`)).toEqual([
      ...['2026-10 Mean 5', '2026-10 Share 5', '2026-11 Mean 7.5', '2026-11 Share 10'],
      ...['2026-12 Mean 5.666666667', '2026-12 Share 8', '2027-01 Mean 4.5', '2027-01 Share 8'],
    ]);
  });

  it('offset over the year what was fed in', async () => {
    // 20 taken, 24 fed in of which 4 are over, of which December takes 4 of its 8.
    const bills = await of('net', 'bill_data', 'day, CAST(net_cost AS DOUBLE) AS cost');
    expect(
      sumOf(
        bills.filter(({ day }) => String(day) < '2027'),
        'cost',
      ),
    ).toBeCloseTo(2, 12);
    expect(sumOf(bills, 'cost')).toBeCloseTo(4, 12);
  });
});

it('is the same as a month alone where nothing looks beyond it', async () => {
  const charge = { name: 'Peak', price: 2, interval: 'hour' };
  const world = await pricedWorld({
    alone: { demand_charge: [charge] },
    both: { demand_charge: [{ ...charge, ratchet: 0.000001 }], minimum_bill: { price: 0.5, per: 'year' } },
  });
  const readings = ['alone', 'both'].flatMap((site): RecordReading[] => [
    ...MONTHS.flatMap((month) => fourHours(month, 3, `${site} total use`)),
    ...fourHours('2026-11', 2, `${site} heat_pump use`).map((each) => ({ ...each, to: each.from + 15 })),
    { thing: `${site} old use`, from: 30 * 24 * 60, to: 40 * 24 * 60, kwh: 24, interval: null },
  ]);
  await upload({ dataset: 'all', run: 'r', uploaded: 1, readings, balanced: true }, world.context());
  for (const table of ['cost_data', 'bill_data', 'bill_line_data', 'demand_data', 'daily_energy_data'] as const) {
    const rows = await world.rows(table, '* EXCLUDE (commit)');
    const of = (site: string) =>
      rows.filter((row) => row.site_id === site).map((row) => ({ ...row, site_id: '', tariff: '' }));
    expect(of('both')).toEqual(of('alone'));
  }
});
