/** temperature_data: the mean outdoor temperature of each day, of uploads with a column of it. */
import { literal } from '../../shared/database/duckdb.ts';
import type { AppliedLayout } from '../../shared/readings/layout.ts';

/** What a column of the air outdoors is called, */
const OUTDOORS = /out|ambient|weather|aussen|außen|ext[eé]r|buiten|utomhus|ude(?!\w)|ulko|zewn|venk|esterna/iu;
/** and one of something else: rooms, water, machines, or what is no temperature of the air. */
const ELSEWHERE = new RegExp(
  'indoor|inside|inner|innen|room|zone|kitchen|living|bath|bed|attic|cellar|basement|interior|intérieure|binnen|' +
    'supply|return|flow|vorlauf|r[uü]cklauf|water|wasser|tank|boiler|storage|speicher|heat|module|panel|cell|' +
    'inverter|battery|set ?point|target|dew|taupunkt',
  'iu',
);

/**
 * The series that is of the air outdoors: the only one that says so, or the only one that says nothing else.
 * @returns undefined where several may be, or none
 */
export function outdoorSeries(layout: AppliedLayout | null): string | undefined {
  const names = (layout?.balance?.measures ?? []).flatMap(({ name, quantity }) =>
    quantity === 'temperature' ? [name] : [],
  );
  const outdoors = names.filter((name) => OUTDOORS.test(name) && !/dew|taupunkt/i.test(name));
  const untold = names.filter((name) => !OUTDOORS.test(name) && !ELSEWHERE.test(name));
  const [only, other] = outdoors.length > 0 ? outdoors : untold;
  return other === undefined ? only : undefined;
}

/** Daily means on the ground, °C, with room. */
const [COLDEST, WARMEST] = [-90, 60];

/**
 * Days with less than half of the readings that a day usually has are left out, as CalTRACK 2.0 does.
 * @param readings relation of upload_readings
 */
export function temperatureQuery(readings: string, series: string): string {
  return `
    SELECT site_id, series, day, celsius, readings
    FROM (
      SELECT site_id, series, day, readings, median(readings) OVER (PARTITION BY site_id) AS usual,
        CASE unit WHEN '°F' THEN (mean - 32) * 5 / 9 ELSE mean END AS celsius
      FROM (
        SELECT site_id, series, unit, CAST(timestamp AS DATE) AS day, count(*) AS readings,
          CAST(sum(CAST(value AS DECIMAL(38,9))) AS DOUBLE) / count(*) AS mean
        FROM ${readings} WHERE flow = 'temperature' AND series = ${literal(series)} AND value IS NOT NULL GROUP BY ALL
      )
    ) WHERE 2 * readings >= usual AND celsius BETWEEN ${COLDEST} AND ${WARMEST} ORDER BY site_id, series, day`;
}
