/**
 * A series is what one meter of one site measures: all readings of a site, an appliance and a measure. Every figure of
 * the pipeline is taken over one series or a sum of several.
 */
import { z } from 'zod';
import type { Database } from '../database/duckdb.ts';
import { MEASURES, type Measure } from '../tables/schema.ts';

/** Column of raw_energy_data that holds a measure's energies. */
export const ENERGY_COLUMNS = { consumption: 'kwh', generation: 'generated_kwh' } as const satisfies Record<
  Measure,
  string
>;

/** What names a series, and in this order sorts it. */
export const SERIES = 'site_id, appliance, measure';

/** What has to be known of a run's readings before they are summed. */
export interface Survey {
  /** Number of rows, an upper bound of the number of readings of a measure. */
  readonly rows: number;
  /** Largest absolute reading of any measure, kWh. */
  readonly largest: number;
  /** The measures that have readings, in the order of MEASURES; a run always has one. */
  readonly measures: readonly Measure[];
}

const rowsSchema = z.tuple([z.object({ n: z.coerce.number() })]);
const extreme = z.string().transform(Number).nullable();
const extremesSchema = z.tuple([z.object({ low: extreme, high: extreme })]);

/**
 * Looks at the readings' extremes, one query a column: DuckDB answers those from the Parquet footers, without a scan.
 * @param readings relation with the columns of raw_energy_data
 * @param candidates the measures that may be present
 */
export async function surveyReadings(
  db: Database,
  readings: string,
  candidates: readonly Measure[] = MEASURES,
): Promise<Survey> {
  const [{ n: rows }] = rowsSchema.parse(await db.rows(`SELECT count(*) AS n FROM ${readings}`));
  const measures: Measure[] = [];
  let largest = 0;
  for (const measure of MEASURES.filter((each) => candidates.includes(each))) {
    const column = ENERGY_COLUMNS[measure];
    const extremes = await db.rows(`SELECT min(${column}) AS low, max(${column}) AS high FROM ${readings}`);
    const [{ low, high }] = extremesSchema.parse(extremes);
    if (low === null || high === null) continue;
    measures.push(measure);
    largest = Math.max(largest, Math.abs(low), Math.abs(high));
  }
  return { rows, largest, measures };
}

/** One query from one query for each measure that has readings. */
export function eachMeasure(survey: Survey, query: (measure: Measure, column: string) => string): string {
  return survey.measures.map((measure) => `(${query(measure, ENERGY_COLUMNS[measure])})`).join('\nUNION ALL\n');
}
