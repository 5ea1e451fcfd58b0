/** What every step is given: no step imports an SDK, reads the environment or asks the clock itself. */
import type { DatabaseOptions } from '../database/duckdb.ts';
import type { Settings } from '../settings/settings.ts';
import type { LakeStore } from './lake-port.ts';
import type { Log } from './log.ts';
import type { CountMetric } from './metrics.ts';

export interface StepContext {
  readonly lake: LakeStore;
  readonly settings: Settings;
  /** Glue database of the tables. */
  readonly glueDatabase: string;
  /** Options for `withDatabase`, sized for this function. */
  readonly database: DatabaseOptions;
  /** An empty or reused folder of this container for files in work. */
  readonly folder: string;
  /** Names this attempt's prefixes: the Lambda request id. */
  readonly attempt: string;
  readonly now: () => Date;
  /** What is left of the function's time-out, ms. */
  readonly remainingMs: () => number;
  readonly log: Log;
  readonly count: CountMetric;
}
