/** The balance of a site from its record, by intervals, hours, days or months, and how much of each is known. */
import { z } from '@hono/zod-openapi';
import { literal } from '../../shared/database/duckdb.ts';
import { keysOf } from '../../shared/keys-of.ts';
import { clockWithin, toUtc } from '../../shared/readings/clock.ts';
import { queryRecord } from '../../shared/record/query.ts';
import type { ServedSite } from '../../shared/served/table.ts';
import { dayAfter, MS_PER_DAY } from '../../shared/text/days.ts';
import type { ApiContext } from './context.ts';
import { cursorOf, readCursor } from './cursor.ts';
import { checkDays } from './parameters.ts';

/** Grains of a balance, each with the most days of it that can be asked for. */
const GRAINS = { interval: 31, hour: 31, day: 400, month: 4000 } as const;
type Grain = keyof typeof GRAINS;
/** By hour as long as that can be asked for, by day beyond. */
export const grainOf = (days: number): Grain => (days > GRAINS.hour ? 'day' : 'hour');
export const GRAIN_NAMES = keysOf(GRAINS);

/** What is told of each energy, and its column in the record. */
const ENERGIES = {
  energy_consumed_kwh: 'use_kwh',
  energy_generated_kwh: 'production_kwh',
  net_energy_kwh: 'production_kwh - use_kwh',
  import_kwh: 'import_kwh',
  export_kwh: 'export_kwh',
  charge_kwh: 'charge_kwh',
  discharge_kwh: 'discharge_kwh',
  self_used_kwh: 'self_used_kwh',
} as const;
const ENERGY_NAMES = keysOf(ENERGIES);

const amount = z.number().nullable();
export const balanceSchema = z
  .object({
    local: z.string().describe('Start, wall clock at the site'),
    intervals: z.number().int().describe('Intervals of the balance that are in it'),
    hours: z
      .number()
      .describe(
        'How long they are together: less than `period_hours` where some are missing, more where they are longer',
      ),
    period_hours: z.number().describe('How long the hour, day or month itself is, on the clock of the site'),
    partial: z
      .array(z.enum(ENERGY_NAMES))
      .describe('Energies that are known of a part of it only: they are the sum of that part'),
    energy_consumed_kwh: amount,
    energy_generated_kwh: amount,
    net_energy_kwh: amount.describe('Produced - used, of the intervals in which both are known'),
    import_kwh: amount,
    export_kwh: amount,
    charge_kwh: amount,
    discharge_kwh: amount,
    self_used_kwh: amount,
  })
  .openapi('Balance');

const known = z.coerce.number().nullable();
const rowSchema = z.object({
  place: z.string(),
  local: z.string(),
  intervals: z.coerce.number(),
  hours: z.coerce.number(),
  period_hours: z.coerce.number(),
  partial: z.array(z.enum(ENERGY_NAMES)),
  energy_consumed_kwh: known,
  energy_generated_kwh: known,
  net_energy_kwh: known,
  import_kwh: known,
  export_kwh: known,
  charge_kwh: known,
  discharge_kwh: known,
  self_used_kwh: known,
});

interface Asked {
  /** First and last local day. */
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const placeSchema = z.object({ place: z.iso.datetime({ local: true }) });

export async function balances(site: ServedSite, asked: Asked, grain: Grain, context: ApiContext) {
  const { site_id } = site;
  const { from, to, limit } = asked;
  checkDays(from, to, GRAINS[grain]);
  const scope = JSON.stringify(['balance', site_id, from, to, grain]);
  const after = readCursor(asked.cursor, scope, placeSchema)?.place;
  const rows = await queryRecord(
    site_id,
    'balance_data',
    { from, to },
    (relation) => balanceQuery(relation, { from, to, after, most: limit + 1 }, grain, site.time_zone ?? 'UTC'),
    context,
  );
  const found = z.array(rowSchema).parse(rows);
  const last = found.length > limit ? found[limit - 1] : undefined;
  const items = found.slice(0, limit).map(({ place: _, ...item }) => item);
  return { site_id, grain, items, next: cursorOf(last && { place: last.place }, scope) };
}

interface Page {
  readonly from: string;
  readonly to: string;
  /** Begins behind this place; at the start where it is undefined. */
  readonly after: string | undefined;
  readonly most: number;
}

/** An hour of the clock that comes twice is two intervals, and one hour of the day, two hours long. */
function balanceQuery(relation: string, { from, to, after, most }: Page, grain: Grain, zone: string): string {
  const [first, end] = [literal(from), literal(dayAfter(to, 1))];
  const start = grain === 'interval' ? 'timestamp' : `date_trunc('${grain}', timestamp)`;
  const place = grain === 'interval' ? 'utc' : start;
  // The months in which the first and the last day lie may begin and end a month from them.
  const clock = clockWithin(zone, Date.parse(from) - 32 * MS_PER_DAY, Date.parse(to) + 33 * MS_PER_DAY);
  const utc = (local: string) => toUtc(local, clock);
  const period =
    grain === 'interval' ? 'sum(seconds)' : secondsBetween(utc('local'), utc(`(local + INTERVAL 1 ${grain})`));
  const sums = ENERGY_NAMES.map((name) => `sum(${ENERGIES[name]}) AS ${name}`);
  const times = ENERGY_NAMES.map((name) => `sum(seconds) FILTER ((${ENERGIES[name]}) IS NOT NULL) AS ${name}_seconds`);
  const partial = ENERGY_NAMES.map((name) => `CASE WHEN ${name}_seconds < period_seconds THEN '${name}' END`);
  return `
    WITH intervals AS (
      SELECT *, ${start} AS local, ${place} AS place, ${secondsBetween('utc', 'end_utc')} AS seconds
      FROM ${relation} WHERE timestamp >= DATE ${first} AND timestamp < DATE ${end}
    ), sums AS (
      SELECT place, local, count(*) AS intervals, sum(seconds) AS seconds, ${period} AS period_seconds,
        ${[...sums, ...times].join(', ')}
      FROM intervals ${after === undefined ? '' : `WHERE place > TIMESTAMP ${literal(after)}`}
      GROUP BY place, local ORDER BY place LIMIT ${most}
    )
    SELECT strftime(place, '%Y-%m-%dT%H:%M:%S.%f') AS place, strftime(local, '%Y-%m-%dT%H:%M:%S') AS local, intervals,
      seconds / 3600 AS hours, period_seconds / 3600 AS period_hours,
      list_filter([${partial.join(', ')}], lambda name: name IS NOT NULL) AS partial, ${ENERGY_NAMES.join(', ')}
    FROM sums ORDER BY sums.place`;
}

/** SQL: seconds from one instant to another. */
function secondsBetween(from: string, to: string): string {
  return `(epoch_us(${to}) - epoch_us(${from})) / 1e6`;
}
