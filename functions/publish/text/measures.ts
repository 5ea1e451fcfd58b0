import type { Measure } from '../../../shared/tables/schema.ts';

/** How the report speaks of a measure. */
export const MEASURE_WORDS = {
  consumption: { noun: 'Consumption', verb: 'used' },
  generation: { noun: 'Generation', verb: 'generated' },
} as const satisfies Record<Measure, { noun: string; verb: string }>;
