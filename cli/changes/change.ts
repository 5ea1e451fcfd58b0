/** What can be made of a dataset that is published: looked at first, then done. Command line and console do it so. */
import type { MonthChange } from '../../shared/record/preview.ts';
import type { PlainTable } from '../output/changes.ts';

export interface Applied {
  /** What was done, in sentences. */
  readonly says: readonly string[];
  /** The run that does the rest; null where it is done. */
  readonly run: string | null;
}

export interface DatasetChange {
  /** What it would make of each month; nothing is changed. */
  preview(): Promise<readonly MonthChange[]>;
  /** What is published beside what would be; for a change that puts one publication in the place of another. */
  beside?(): Promise<PlainTable>;
  apply(): Promise<Applied>;
}
