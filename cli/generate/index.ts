import { generateCircuits } from './circuits.ts';
import { generateHousehold } from './household.ts';
import type { GeneratorOptions, Plan } from './plan.ts';
import { generateSites } from './sites.ts';

export type { Format } from './encode.ts';
export type { Plan } from './plan.ts';
export { truthFileOf, writeFiles, writeRows } from './write.ts';

interface Kind {
  readonly description: string;
  /** The first date unless a person gives one. */
  readonly start: string;
  readonly days: number;
  readonly plan: (options: GeneratorOptions) => Plan;
}

/** What can be generated. */
export const KINDS = {
  household: {
    description: 'a home: four appliances, a reading an hour, 5 % anomalies',
    start: '2026-10-01',
    days: 30,
    plan: generateHousehold,
  },
  sites: {
    description: 'five solar sites: generation and consumption every five minutes, 2 % anomalies',
    start: '2026-10-01',
    days: 7,
    plan: generateSites,
  },
  circuits: {
    description: 'a building: 40 circuits, a reading a minute, 0.1 % anomalies; for large files',
    // So early that 100 million readings, 1,737 days, all lie in the past: the future is not plausible as a reading.
    start: '2021-01-01',
    days: 7,
    plan: generateCircuits,
  },
} as const satisfies Record<string, Kind>;
export type KindName = keyof typeof KINDS;

/** The seed of the sample month that a first start uses. */
export const DEFAULT_SEED = 1;
