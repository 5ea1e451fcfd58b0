/** The tariffs as tables: what each stretch of time costs each site. */
import { z } from 'zod';
import { type Database, literal } from '../database/duckdb.ts';
import type { Clock } from '../readings/clock.ts';
import { COST_TYPE, ENERGY_SUM_TYPE, PRICE_TYPE } from '../tables/schema.ts';
import { feeOfDay } from '../tariff/fees.ts';
import { periodOf } from '../tariff/periods.ts';
import { planHolidays } from '../tariff/plans.ts';
import { TAX_BASES, taxCoefficients } from '../tariff/taxes.ts';
import { type Stretch, type Tariffs, type Timeline, timelineOf } from '../tariff/timeline.ts';
import { DAY_US } from '../time-units.ts';

const usedSchema = z.array(z.object({ plan: z.number(), zone: z.number() }));
const MICROSECONDS = 1000;

/** What the tariffs of a run's sites were made into. */
export interface Prices {
  /** Whether a price changes within an hour of the wall clock: then hourly sums do not tell the costs. */
  readonly withinHours: boolean;
  /** Length of the slots of `price_slots`, microseconds. */
  readonly slotUs: number;
  readonly timeline: Timeline;
  /** Of each tariff, in their order: local dates. */
  readonly holidays: readonly ReadonlySet<string>[];
}

/**
 * Creates, for the tariffs and zones that the table `series` names,
 * - `priced_sites`: site_id, plan, zone
 * - `price_stretches`, in which nothing of a tariff changes: stretch, plan, zone, day, begin_us, begin_utc, end_utc,
 *   begin_local, end_local, and the ladders energy, network, exported
 * - `price_slots`: plan, zone, slot (of `slotUs` since 1970), stretch, reach_us (where the stretch ends),
 *   same_until_us (from where on the energy has another price)
 * - `price_ladders`: ladder, step, steps, band, price, lower, upper
 * - `priced_days`: plan, day, month, version, tariff, currency, lowest, highest (price of the day), co2_kg (of a kWh),
 *   tier_key, net_key, minimum, minimum_key; null where no version is valid
 * - `price_fees`: plan, day, position, name, amount
 * - `price_taxes`: version, position, name, a coefficient for each of TAX_BASES
 * @param dates local dates
 */
export async function createPrices(
  db: Database,
  tariffs: Tariffs,
  dates: readonly string[],
  clocks: readonly Clock[],
): Promise<Prices> {
  await db.run('CREATE OR REPLACE TEMP TABLE priced_sites AS SELECT DISTINCT site_id, plan, zone FROM series');
  const used = usedSchema.parse(await db.rows('SELECT DISTINCT plan, zone FROM priced_sites ORDER BY plan, zone'));
  const holidays = await planHolidays(tariffs.plans, dates);
  const timeline = timelineOf(tariffs, used, dates, holidays, clocks);
  const slotUs = timeline.grainMinutes * 60_000 * MICROSECONDS;
  const plans = [...new Set(used.map(({ plan }) => plan))];
  await db.run(stretchesSql(timeline, dates));
  await db.run(`
    CREATE OR REPLACE TEMP TABLE price_slots AS
    SELECT plan, zone, stretch, reach_us, same_until_us,
      unnest(range(begin_us // ${slotUs}, least(reach_us, end_us + ${DAY_US}) // ${slotUs})) AS slot
    FROM price_stretches`);
  await db.run(laddersSql(timeline));
  await db.run(daysSql(timeline, tariffs, plans, dates));
  await db.run(feesSql(timeline, plans, dates));
  await db.run(taxesSql(timeline));
  return { withinHours: timeline.withinHours, slotUs, timeline, holidays };
}

type Columns = Readonly<Record<string, readonly (string | number)[]>>;

/** SQL: a relation from lists of literals, one a column; none where the lists are empty. */
function listed(columns: Columns): string {
  const lists = Object.entries(columns).map(([name, values]) => `unnest([${values.join(', ')}]) AS ${name}`);
  return `SELECT ${lists.join(', ')}`;
}

const orNull = (value: number | string | null | undefined): number | string => value ?? 'NULL';
const decimal = (value: string | null | undefined, type: string) => `CAST(${value ?? 'NULL'} AS ${type})`;

function stretchesSql({ stretches, ladders }: Timeline, dates: readonly string[]): string {
  const of = (value: (stretch: Stretch) => number | null) => stretches.map((stretch) => orNull(value(stretch)));
  const us = (value: (stretch: Stretch) => number) => of((stretch) => value(stretch) * MICROSECONDS);
  const all = listed({
    stretch: stretches.map((_, place) => place),
    plan: of(({ plan }) => plan),
    zone: of(({ zone }) => zone),
    date: of(({ date }) => date),
    begin_us: us(({ begin }) => begin),
    end_us: us(({ end }) => end),
    begin_local_us: us(({ beginLocal }) => beginLocal),
    end_local_us: us(({ endLocal }) => endLocal),
    reach_us: reachesOf(stretches).map((at) => at * MICROSECONDS),
    same_until_us: sameUntil(stretches, ladders).map((at) => at * MICROSECONDS),
    energy: of(({ energy }) => energy),
    network: of(({ network }) => network),
    exported: of(({ exported }) => exported),
  });
  const at = (name: string, column: string) => `make_timestamp(${column}) AS ${name}`;
  return `
    CREATE OR REPLACE TEMP TABLE price_stretches AS
    SELECT * EXCLUDE (date, begin_local_us, end_local_us), CAST([${dates.map(literal).join(', ')}][date + 1]
      AS DATE) AS day,
      ${at('begin_utc', 'begin_us')}, ${at('end_utc', 'end_us')},
      ${at('begin_local', 'begin_local_us')}, ${at('end_local', 'end_local_us')}
    FROM (${all})`;
}

/** Where the next stretch begins; the last one before a day without readings reaches a day further. */
function reachesOf(stretches: readonly Stretch[]): number[] {
  return stretches.map((stretch, place) => {
    const next = stretches[place + 1];
    const follows = next?.plan === stretch.plan && next.zone === stretch.zone;
    return Math.min(follows ? next.begin : Number.POSITIVE_INFINITY, stretch.end + DAY_US / MICROSECONDS);
  });
}

/** Up to where the energy has the price that it has in a stretch. */
function sameUntil(stretches: readonly Stretch[], ladders: Timeline['ladders']): number[] {
  const until: number[] = [];
  for (let place = stretches.length - 1; place >= 0; place -= 1) {
    const [stretch, next] = [stretches[place], stretches[place + 1]];
    if (!stretch) continue;
    const same =
      next?.plan === stretch.plan && next.zone === stretch.zone && ladders[next.energy] === ladders[stretch.energy];
    const follows = same && next.begin === stretch.end;
    until[place] = follows ? (until[place + 1] ?? next.end) : stretch.end;
  }
  return until;
}

function laddersSql({ ladders }: Timeline): string {
  const rows = ladders.flatMap((steps, ladder) =>
    steps.map(({ band, price, lower, upper }, step) => ({
      ladder,
      step: step + 1,
      steps: steps.length,
      band,
      price,
      lower,
      upper,
    })),
  );
  const columns = listed({
    ladder: rows.map(({ ladder }) => ladder),
    step: rows.map(({ step }) => step),
    steps: rows.map(({ steps }) => steps),
    band: rows.map(({ band }) => literal(band)),
    price: rows.map(({ price }) => decimal(price, PRICE_TYPE)),
    lower: rows.map(({ lower }) => decimal(lower, ENERGY_SUM_TYPE)),
    upper: rows.map(({ upper }) => decimal(upper, ENERGY_SUM_TYPE)),
  });
  return `CREATE OR REPLACE TEMP TABLE price_ladders AS ${columns}`;
}

/** Grams become kilograms by a decimal factor: a quotient would be floating point. */
function daysSql(timeline: Timeline, { plans }: Tariffs, used: readonly number[], dates: readonly string[]): string {
  const rows = used.flatMap((plan) =>
    dates.map((date, place) => {
      const number = timeline.days[plan]?.[place] ?? null;
      const version = timeline.versions[number ?? -1]?.version;
      return { plan, date, number, version, tariff: plans[plan] };
    }),
  );
  const key = (period: Parameters<typeof periodOf>[1] | undefined, date: string) =>
    period === undefined ? 'NULL' : literal(periodOf(date, period));
  const columns = listed({
    plan: rows.map(({ plan }) => plan),
    day: rows.map(({ date }) => `DATE ${literal(date)}`),
    month: rows.map(({ date }) => literal(periodOf(date, 'month'))),
    version: rows.map(({ number }) => orNull(number)),
    tariff: rows.map(({ tariff }) => literal(tariff?.name ?? '')),
    currency: rows.map(({ tariff }) => literal(tariff?.currency ?? '')),
    co2: rows.map(({ version }) => decimal(version?.co2_g_per_kwh, 'DECIMAL(10,3)')),
    tier_key: rows.map(({ version, date }) => key(version?.tierPeriod, date)),
    net_key: rows.map(({ version, date }) => key(version?.netPeriod, date)),
    minimum: rows.map(({ version }) => decimal(version?.minimum?.price, PRICE_TYPE)),
    minimum_key: rows.map(({ version, date }) => key(version?.minimum?.per, date)),
  });
  return `
    CREATE OR REPLACE TEMP TABLE priced_days AS
    SELECT d.* EXCLUDE (co2), CAST(co2 * 0.001 AS ${PRICE_TYPE}) AS co2_kg, lowest, highest
    FROM (${columns}) d
    LEFT JOIN (
      SELECT s.plan, s.day, min(l.price) AS lowest, max(l.price) AS highest
      FROM price_stretches s JOIN price_ladders l ON l.ladder = s.energy AND l.step = 1 GROUP BY ALL
    ) USING (plan, day)`;
}

function feesSql(timeline: Timeline, used: readonly number[], dates: readonly string[]): string {
  const rows = used.flatMap((plan) =>
    dates.flatMap((date, place) => {
      const version = timeline.versions[timeline.days[plan]?.[place] ?? -1]?.version;
      return (version?.fees ?? []).map((fee, position) => ({
        plan,
        date,
        position,
        name: fee.name,
        amount: feeOfDay(fee, date),
      }));
    }),
  );
  const columns = listed({
    plan: rows.map(({ plan }) => plan),
    day: rows.map(({ date }) => `DATE ${literal(date)}`),
    position: rows.map(({ position }) => position),
    name: rows.map(({ name }) => literal(name)),
    amount: rows.map(({ amount }) => decimal(amount, COST_TYPE)),
  });
  return `CREATE OR REPLACE TEMP TABLE price_fees AS ${rows.length === 0 ? NO_FEES : columns}`;
}

const NO_FEES = `SELECT 0 AS plan, DATE '1970-01-01' AS day, 0 AS position, '' AS name, CAST(0 AS ${COST_TYPE})
  AS amount WHERE false`;

function taxesSql({ versions }: Timeline): string {
  const rows = versions.flatMap(({ version }, number) =>
    taxCoefficients(version.taxes).map((tax, position) => ({ number, position, ...tax })),
  );
  const columns = listed({
    version: rows.map(({ number }) => number),
    position: rows.map(({ position }) => position),
    name: rows.map(({ name }) => literal(name)),
    ...Object.fromEntries(TAX_BASES.map((base) => [`on_${base}`, rows.map(({ of }) => decimal(of[base], TAX_TYPE))])),
  });
  const none = TAX_BASES.map((base) => `CAST(0 AS ${TAX_TYPE}) AS on_${base}`).join(', ');
  return (
    'CREATE OR REPLACE TEMP TABLE price_taxes AS ' +
    (rows.length === 0 ? `SELECT 0 AS version, 0 AS position, '' AS name, ${none} WHERE false` : columns)
  );
}

/** A share, and shares of shares. */
const TAX_TYPE = 'DECIMAL(18,9)';
