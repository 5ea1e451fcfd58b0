/** What the report says of the weather: whole days of bill_data beside the temperatures of temperature_data. */
import { z } from 'zod';
import { type Baseline, type ClimateDay, fitBaseline } from '../../../../shared/baseline/change-point.ts';
import type { Database } from '../../../../shared/database/duckdb.ts';
import { COMPLETE_DAY } from '../../../../shared/readings/load-shape.ts';
import { type Climate, climateSchema } from '../../../../shared/report/climate.ts';
import type { Relations } from '../../relations.ts';

const SITES = 10;
const MONTHS = 40;
/** Both kinds of degree days without a model: 65 °F, the usual base of ASHRAE. */
const USUAL_BASE = 18.3;

const daySchema = z.object({
  site_id: z.string(),
  series: z.string(),
  used: z.boolean(),
  day: z.string(),
  kwh: z.number(),
  temperature: z.number(),
});

export async function readClimate(db: Database, tables: Relations): Promise<Climate> {
  const temperatures = tables.find('temperature_data');
  if (temperatures === null) return [];
  const rows = await db.rows(`
    WITH whole AS (
      SELECT *, CASE WHEN used THEN consumed_kwh ELSE imported_kwh END AS kwh
      FROM (SELECT *, bool_and(consumed_kwh IS NOT NULL) OVER (PARTITION BY site_id) AS used
        FROM ${tables.of('bill_data')})
      WHERE completeness >= ${COMPLETE_DAY} AND coalesce(spread_kwh, 0) = 0 AND coalesce(impossible_kwh, 0) = 0
    ),
    days AS (SELECT * FROM ${temperatures} t JOIN whole USING (site_id, day) WHERE kwh IS NOT NULL),
    largest AS (
      SELECT site_id, sum(kwh) AS total FROM days GROUP BY site_id ORDER BY total DESC, site_id LIMIT ${SITES}
    )
    SELECT site_id, series, used, strftime(day, '%Y-%m-%d') AS day, CAST(kwh AS DOUBLE) AS kwh, celsius AS temperature
    FROM days JOIN largest USING (site_id) ORDER BY total DESC, site_id, day`);
  const sites = Map.groupBy(z.array(daySchema).parse(rows), ({ site_id }) => site_id);
  return climateSchema.parse([...sites].map(([site, days]) => siteClimate(site, days)));
}

function siteClimate(site_id: string, days: readonly z.infer<typeof daySchema>[]): Climate[number] {
  const model = fitBaseline(days);
  const follows = model !== null && model.shape !== 'mean';
  const bases = {
    heating_base: follows ? (model.heating?.change_point ?? null) : USUAL_BASE,
    cooling_base: follows ? (model.cooling?.change_point ?? null) : USUAL_BASE,
  };
  const months = [...Map.groupBy(days, ({ day }) => day.slice(0, 7))].slice(-MONTHS);
  return {
    ...{ site_id, series: days[0]?.series ?? '', energy: days[0]?.used ? 'used' : 'from the grid' },
    ...{ days: days.length, model, ...bases },
    months: months.map(([month, own]) => ({ month, ...degreesOf(own, bases, follows ? model : null) })),
  };
}

type Bases = Pick<Climate[number], 'heating_base' | 'cooling_base'>;

function degreesOf(
  days: readonly ClimateDay[],
  { heating_base, cooling_base }: Bases,
  model: Baseline | null,
): Omit<Climate[number]['months'][number], 'month'> {
  const sum = (of: (day: ClimateDay) => number) => days.reduce((all, day) => all + of(day), 0);
  const heating = heating_base === null ? null : sum(({ temperature }) => Math.max(0, heating_base - temperature));
  const cooling = cooling_base === null ? null : sum(({ temperature }) => Math.max(0, temperature - cooling_base));
  const degreeDays = (heating ?? 0) + (cooling ?? 0);
  const kwh = sum((day) => day.kwh);
  const weathered = kwh - (model?.base_kwh ?? 0) * days.length;
  return {
    ...{ days: days.length, kwh, temperature: sum(({ temperature }) => temperature) / days.length },
    ...{ heating_degree_days: heating, cooling_degree_days: cooling },
    // Of less than a degree a day the quotient is chance.
    kwh_per_degree_day: degreeDays < days.length ? null : weathered / degreeDays,
  };
}
