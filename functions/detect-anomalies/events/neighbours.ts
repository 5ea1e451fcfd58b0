/**
 * What the weather does to panels, as their neighbours tell it: several roofs of one upload lie under one sky. Clouds
 * are no fault of any of them, and one that makes less than the others is found under clouds, too.
 */
import { SERIES } from '../../../shared/readings/series.ts';
import { HOURS_PER_DAY } from '../../../shared/time-units.ts';

/** Of two that differ nobody can say which one is odd. */
export const FEWEST_NEIGHBOURS = 3;
/** More tell no more, and a plant may have a thousand inverters. */
const MOST_NEIGHBOURS = 12;
/** The best of an hour of day: this quantile over two weeks on either side. */
const BEST = 0.9;
const AROUND = 14 * HOURS_PER_DAY;
/** Hours whose best is less than this share of the series' best hour tell nothing: dusk and dawn. */
const LEAST_BEST = 0.05;
/** Clouds leave a tenth: what makes nothing at all is not explained by them. */
const DARKEST = 0.1;
const BRIGHTEST = 1.5;

const NEIGHBOURS = `SELECT * FROM bounds WHERE measure = 'generation' ORDER BY place LIMIT ${MOST_NEIGHBOURS}`;

/**
 * SQL: `hours, weather` of the hours in which neighbours tell it: the median of what each of them made of its best.
 * Needs the TEMP table `bounds`.
 * @param buckets relation of the run's buckets
 */
export function weatherOf(buckets: string): string {
  return `
    SELECT hours, greatest(${DARKEST}, least(${BRIGHTEST}, median(level / best))) AS weather
    FROM (
      SELECT hours, level, best, max(best) OVER (PARTITION BY ${SERIES}) AS top
      FROM (
        SELECT ${SERIES}, hours, level, quantile_cont(level, ${BEST}) OVER (
          PARTITION BY ${SERIES}, hours % ${HOURS_PER_DAY}
          ORDER BY hours RANGE BETWEEN ${AROUND} PRECEDING AND ${AROUND} FOLLOWING) AS best
        FROM (
          SELECT ${SERIES}, hours, CAST(total AS DOUBLE) / nullif(n, 0) AS level
          FROM ${buckets} SEMI JOIN (${NEIGHBOURS}) USING (${SERIES}) WHERE state = 'read' AND NOT impossible
        )
      )
    )
    WHERE best > ${LEAST_BEST} * top GROUP BY hours HAVING count(*) >= ${FEWEST_NEIGHBOURS}`;
}
