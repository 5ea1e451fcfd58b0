/** cycle_data: what switches on and off, how often, for how long, and whether it runs more than it did. */
import { SERIES } from '../../shared/readings/series.ts';
import { DAY_US, MINUTE_US, MINUTES_PER_HOUR, SECOND_US } from '../../shared/time-units.ts';
import type { SwitchingSeries } from './events/marks.ts';

/** Two readings belong together when no more than this lies between them, microseconds. */
const SLACK = SECOND_US;
/** The first and the last so many weeks are compared: as many as fit twice, and no more than these. */
const COMPARED_WEEKS = 4;
/** Each needs so much of its time known. */
const KNOWN = 0.5;

/**
 * Needs the TEMP table `bounds`. Whole microseconds and exact decimals: neither medians nor sums depend on threads.
 * @param readings relation with the columns of raw_energy_data
 * @param switching at least one
 */
export function cycleQuery(readings: string, switching: readonly SwitchingSeries[]): string {
  const values = switching.map(({ place, used, pause }) => `(${place}, ${used}::DOUBLE, ${pause * MINUTE_US})`);
  const of = 'PARTITION BY place';
  const minutes = (us: string) => `CAST(${us} AS DOUBLE) / ${MINUTE_US}`;
  const share = (period: string) =>
    `CASE WHEN any_value(compared) > 0 AND any_value(${period}_known) >= ${KNOWN} * any_value(compared) THEN
      CAST(coalesce(sum(lasts) FILTER (${period}), 0) AS DOUBLE) / any_value(${period}_known) END`;
  return `
    WITH reading AS (
      SELECT place, used, pause, kwh, epoch_us(utc) AS begins,
        epoch_us(utc) + CAST(round(interval_minutes * ${MINUTE_US}) AS BIGINT) AS ends
      FROM ${readings} r JOIN (SELECT place, ${SERIES} FROM bounds WHERE measure = 'consumption') b
        ON b.site_id = r.site_id AND b.appliance = r.appliance
      JOIN (VALUES ${values.join(', ')}) s(place, used, pause) USING (place)
      WHERE kwh IS NOT NULL AND interval_minutes <= ${MINUTES_PER_HOUR}
    ),
    gap AS (
      SELECT *, coalesce(begins - lag(ends) OVER (${of} ORDER BY begins) > ${SLACK}, true) AS apart FROM reading
    ),
    whole AS (SELECT *, count(*) FILTER (apart) OVER (${of} ORDER BY begins) AS stretch FROM gap),
    edge AS (
      SELECT place, min(begins) AS first, max(ends) AS last, sum(ends - begins) AS known,
        least(${COMPARED_WEEKS}, (max(ends) - min(begins)) // (14 * ${DAY_US})) * 7 * ${DAY_US} AS compared
      FROM reading GROUP BY place
    ),
    period AS (
      SELECT place, any_value(first) AS first, any_value(last) AS last, any_value(known) AS known,
        any_value(compared) AS compared,
        coalesce(sum(ends - begins) FILTER (begins < first + compared), 0) AS earlier_known,
        coalesce(sum(ends - begins) FILTER (begins >= last - compared), 0) AS recent_known
      FROM reading JOIN edge USING (place) GROUP BY place
    ),
    stretch AS (SELECT place, stretch, min(begins) AS opens, max(ends) AS closes FROM whole GROUP BY ALL),
    running AS (
      SELECT *, coalesce(begins - lag(ends) OVER (${of}, stretch ORDER BY begins) > greatest(pause, ${SLACK}), true)
          AS starts
      FROM whole WHERE kwh > used
    ),
    part AS (SELECT *, count(*) FILTER (starts) OVER (${of}, stretch ORDER BY begins) AS cycle FROM running),
    cycle AS (
      SELECT place, stretch, min(begins) AS begins, max(ends) AS ends, sum(kwh) AS kwh
      FROM part GROUP BY place, stretch, cycle
    ),
    measured AS (
      SELECT *, ends - begins AS lasts, begins > opens AND ends < closes AS entire,
        begins - lag(ends) OVER (${of}, stretch ORDER BY begins) AS rest,
        begins < first + compared AS earlier, begins >= last - compared AS recent
      FROM cycle JOIN stretch USING (place, stretch) JOIN period USING (place)
    ),
    figures AS (
      SELECT place, count(*) AS cycles, CAST(any_value(known) AS DOUBLE) / ${DAY_US} AS days,
        ${minutes('quantile_disc(lasts, 0.5) FILTER (entire)')} AS cycle_minutes,
        ${minutes('quantile_disc(rest, 0.5)')} AS rest_minutes,
        CAST(quantile_disc(kwh, 0.5) FILTER (entire) AS DOUBLE) AS cycle_kwh, sum(kwh) AS kwh,
        CAST(sum(lasts) AS DOUBLE) / any_value(known) AS duty,
        CAST(any_value(compared) // ${DAY_US} AS INTEGER) AS compared,
        ${share('earlier')} AS earlier_duty, ${share('recent')} AS recent_duty
      FROM measured GROUP BY place
    )
    SELECT ${SERIES}, f.* EXCLUDE (place, compared), cycles / days AS cycles_per_day,
      nullif(compared, 0) AS compared_days, recent_duty / nullif(earlier_duty, 0) - 1 AS duty_change
    FROM figures f JOIN bounds USING (place) ORDER BY place`;
}
