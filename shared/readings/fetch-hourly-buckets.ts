/** The buckets of a run's readings: a file that ValidateReadings wrote, or worked out from readings that are few. */
import { join } from 'node:path';
import type { Validated } from '../contract.ts';
import { type Database, literal } from '../database/duckdb.ts';
import { FILES } from '../lake/keys.ts';
import { fetchReadings } from '../lake/run-files.ts';
import type { StepContext } from '../runtime/step-context.ts';
import { hourlyBucketsQuery, meanInterval } from './hourly-buckets.ts';
import { type Survey, surveyReadings } from './series.ts';

export interface HourlyBuckets {
  /** SQL relation with the columns of `hourlyBucketsQuery` and `interval_minutes`. */
  readonly relation: string;
  /** Of the readings that the buckets were made from. */
  readonly survey: Survey;
}

/**
 * Brings the buckets of a run's readings into this step.
 * @param readings the relation of `fetchReadings` where the step has it already
 */
export async function fetchHourlyBuckets(
  input: Validated,
  db: Database,
  context: StepContext,
  folder: string,
  readings?: string,
): Promise<HourlyBuckets> {
  const { cells } = input.data;
  const file = join(folder, FILES.cells);
  const relation = `read_parquet(${literal(file)})`;
  if (cells) {
    await context.lake.download(`${input.data.prefix}${FILES.cells}`, file);
    return { relation, survey: { ...cells, measures: input.measures } };
  }
  const source = readings ?? (await fetchReadings(input, context, folder));
  const survey = await surveyReadings(db, source, input.measures);
  // Buckets that are as many as the readings would fill the memory; a file of them can be read on several connections.
  await db.run(
    `COPY (${hourlyBucketsQuery(source, survey, `${meanInterval('1')} AS interval_minutes`)}) TO ${literal(file)} (FORMAT parquet, COMPRESSION snappy)`,
  );
  return { relation, survey };
}
