/** What it takes to change the record. */
import { randomUUID } from 'node:crypto';
import type { LakeStore } from '../runtime/lake-port.ts';
import { databaseLimits, LAMBDA_FUNCTIONS } from '../runtime/lambda-functions.ts';
import type { StepContext } from '../runtime/step-context.ts';
import type { Catalog } from '../tables/catalog-port.ts';
import type { PriceSettings } from '../tariff/plans.ts';

/** A part of what a step is given, and the catalogue. */
export interface RecordContext extends Pick<StepContext, 'lake' | 'database' | 'folder' | 'attempt' | 'now' | 'log'> {
  readonly catalog: Catalog;
  /** null outside of steps, where nobody knows the functions' settings. */
  readonly settings: PriceSettings | null;
}

/**
 * The same for whoever is no step, within the limits of the function that publishes; nothing is logged.
 * @param folder for files in work; the caller removes it
 */
export function contextOutsideStep(
  lake: LakeStore,
  catalog: Catalog,
  folder: string,
  settings: PriceSettings | null = null,
): RecordContext {
  return {
    ...{ lake, catalog, folder, settings },
    database: { ...databaseLimits(LAMBDA_FUNCTIONS.publish.memoryMb), folder },
    attempt: randomUUID(),
    now: () => new Date(),
    log: { info: () => {}, warn: () => {} },
  };
}
