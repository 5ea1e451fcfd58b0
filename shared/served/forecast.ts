/** The days to come of a site, as its last upload was forecast. */
import { z } from 'zod';
import { literal } from '../database/duckdb.ts';
import { FILES, manifestKey } from '../lake/keys.ts';
import { readableManifest } from '../lake/manifest.ts';
import { type QueryContext, queryFiles } from '../record/query.ts';
import { MEASURES } from '../tables/schema.ts';

export const forecastDayShape = {
  measure: z.enum(MEASURES),
  day: z.string(),
  kwh: z.coerce.number(),
  lower_kwh: z.coerce.number().describe('Of 80 %'),
  upper_kwh: z.coerce.number(),
  model: z.string(),
};
const forecastDaySchema = z.object(forecastDayShape);
export type ForecastDay = z.infer<typeof forecastDaySchema>;

/** The days to come, and when they were told: with the publication of their upload. */
export interface SiteForecast {
  /** By measure and day. */
  readonly days: readonly ForecastDay[];
  readonly committed_at: string;
}

/**
 * @param dataset the last upload that tells of the site
 * @returns null where that has none, `unreadable` where its file is not one that a forecast wrote
 */
export async function siteForecast(
  site: string,
  dataset: string | null,
  context: QueryContext,
): Promise<SiteForecast | null | 'unreadable'> {
  const stored = dataset === null ? undefined : await context.lake.getText(manifestKey(dataset));
  const published = stored ? readableManifest(stored.text)?.published : undefined;
  const output = published?.tables.find(({ table, rows }) => table === 'forecast_data' && rows > 0);
  if (!published || !output) return null;
  const rows = await queryFiles(
    [`${output.prefix}${FILES.table}`],
    (relation) => `SELECT measure, strftime(ds, '%Y-%m-%d') AS day, yhat AS kwh, yhat_lower AS lower_kwh,
        yhat_upper AS upper_kwh, model
      FROM ${relation} WHERE site_id = ${literal(site)} ORDER BY measure, ds`,
    context,
  );
  const days = z.array(forecastDaySchema).safeParse(rows).data;
  if (!days) return 'unreadable';
  return days.length === 0 ? null : { days, committed_at: published.committed_at };
}
