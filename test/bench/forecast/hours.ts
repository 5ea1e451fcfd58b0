/** How good the hours to come are: the production path, from past days, knowing only what was known before them. */
import { join } from 'node:path';
import { z } from 'zod';
import { workFor } from '../../../functions/forecast/backtest.ts';
import { dailyHistories, MINIMUM_DAYS } from '../../../functions/forecast/history.ts';
import { hourlyQuery } from '../../../functions/forecast/hourly.ts';
import { candidates } from '../../../functions/forecast/models/index.ts';
import { forecastModules } from '../../../functions/forecast/modules.ts';
import { predict, type Task } from '../../../functions/forecast/predict.ts';
import { createForecasts } from '../../../functions/forecast/rows.ts';
import { toSeries } from '../../../functions/forecast/series.ts';
import { BUCKET_DAY, BUCKET_HOUR } from '../../../shared/readings/hourly-buckets.ts';
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { dayAfter } from '../../../shared/text/days.ts';
import { rounded } from '../measure.ts';
import { NO_HISTORY, type OpenFile, withFile } from './series.ts';

const HORIZON = 7;
/** Before an origin, so that each sees a profile of eight weeks where the file has them. */
const FROM_DAYS = 28;

export interface HourlyAccuracy {
  readonly file: string;
  readonly hours: number;
  /** Mean absolute error divided by that of the same hour a week before. */
  readonly relative_error: number;
  /** Part of the outcomes within the 80 % interval of their hour. */
  readonly coverage: number;
}

const scoreSchema = z.tuple([
  z.object({ n: z.number(), missed: z.number().nullable(), naive: z.number().nullable(), inside: z.number() }),
]);

/** @param origins days of the file, spread evenly; undefined where the file is too short, or its hours are not known */
export async function hourlyAccuracyOf(
  name: string,
  file: string,
  settings: LayoutSettings,
  origins: number,
): Promise<HourlyAccuracy | undefined> {
  const modules = await forecastModules();
  return withFile(name, file, settings, async (opened) => {
    const { period } = opened.input;
    const last = dayAfter(period.to.slice(0, 10), -HORIZON - 1);
    const known = Math.floor((Date.parse(last) - Date.parse(period.from.slice(0, 10))) / 86_400_000);
    if (known < FROM_DAYS) return undefined;
    const step = Math.max(1, Math.floor((known - FROM_DAYS) / origins));
    const sum = { n: 0, missed: 0, naive: 0, inside: 0 };
    for (let origin = 0; origin < origins && origin * step <= known - FROM_DAYS; origin += 1) {
      const day = dayAfter(last, -origin * step);
      const score = await scoreFrom(opened, day, { candidates: candidates(modules), work: workFor(1) });
      sum.n += score.n;
      sum.missed += score.missed ?? 0;
      sum.naive += score.naive ?? 0;
      sum.inside += score.inside;
    }
    if (sum.n === 0) return undefined;
    const { n, missed, naive, inside } = sum;
    return { file: name, hours: n, relative_error: rounded(missed / naive), coverage: rounded(inside / n) };
  });
}

/** @param day the last one that is known */
async function scoreFrom(
  { input, relation, db, folder }: OpenFile,
  day: string,
  { candidates, work }: Pick<Task, 'candidates' | 'work'>,
): Promise<z.infer<typeof scoreSchema>[0]> {
  const known = `(SELECT * FROM ${relation} WHERE ${BUCKET_DAY} <= DATE '${day}')`;
  const histories = (await dailyHistories(db, known, NO_HISTORY)).filter(({ days }) => days.length >= MINIMUM_DAYS);
  const task: Task = { candidates, work, horizon: HORIZON, isHoliday: () => false };
  const forecasts = histories.map((history) => ({ history, prediction: predict(toSeries(history), task) }));
  await db.run('DROP TABLE IF EXISTS forecasts');
  await createForecasts(db, join(folder), forecasts);
  const until = { ...input, period: { ...input.period, to: `${day}T23:59:59` } };
  const rows = await db.rows(`
    WITH actual AS (
      SELECT site_id, measure, ${BUCKET_DAY} + to_hours(${BUCKET_HOUR}) AS timestamp, CAST(sum(total) AS DOUBLE) AS kwh
      FROM ${relation} WHERE state = 'read' AND NOT impossible GROUP BY ALL
    )
    SELECT CAST(count(*) AS DOUBLE) AS n, sum(abs(a.kwh - f.yhat)) AS missed, sum(abs(a.kwh - w.kwh)) AS naive,
      CAST(count(*) FILTER (a.kwh BETWEEN f.yhat_lower - 1e-9 AND f.yhat_upper + 1e-9) AS DOUBLE) AS inside
    FROM (${hourlyQuery(known, until, HORIZON, [])}) f JOIN actual a USING (site_id, measure, timestamp)
    JOIN actual w ON w.site_id = a.site_id AND w.measure = a.measure
      AND w.timestamp = a.timestamp - to_days(${HORIZON})`);
  return scoreSchema.parse(rows)[0];
}
