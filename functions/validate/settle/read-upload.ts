/** An upload whose readings are read and settled: what is converted, written and shown. */
import type { Survey } from '../../../shared/readings/series.ts';
import type { Prepared } from '../formats/index.ts';
import type { StagingSource, StagingTable } from '../read/staging-table.ts';
import type { Zones } from '../read/zones.ts';
import type { Recognised } from '../recognise/recognise.ts';
import type { Settled } from './deduplicate.ts';

export interface ReadUpload {
  readonly recognised: Recognised;
  readonly prepared: Prepared;
  readonly zones: Zones;
  /** What the stage was read from. */
  readonly source: StagingSource;
  readonly stage: StagingTable;
  /** Whether the table `series` is of the accepted readings, no others, where they are placed. */
  readonly described: boolean;
  /** What the table `buckets` was made from; null where it was not. */
  readonly survey: Survey | null;
  readonly settled: Settled;
}
