import type { StepContext } from '../runtime/step-context.ts';
import type { Catalog } from '../tables/catalog-port.ts';

/** What it takes to change the record: a part of what a step is given, and the catalogue. */
export interface RecordContext extends Pick<StepContext, 'lake' | 'database' | 'folder' | 'attempt' | 'now' | 'log'> {
  readonly catalog: Catalog;
}
