import type { GlobalOptions } from '../options.ts';
import { checkFailedRuns, checkLake, checkLeftovers, checkPort, checkSpace } from './lake.ts';
import { checkClock, checkDependencies, checkDuckDb, checkForecaster, checkNode, checkSettings } from './machine.ts';

/** What a check found. */
export interface Finding {
  /** A warning is worth knowing; something wrong keeps commands from working. */
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly text: string;
  /** What to do about it. */
  readonly mend?: string;
}

export type Check = (options: GlobalOptions) => Promise<Finding>;

/** In the order in which one depends on another. */
export const CHECKS: readonly Check[] = [
  checkNode,
  checkDependencies,
  checkDuckDb,
  checkForecaster,
  checkSettings,
  checkClock,
  checkLake,
  checkSpace,
  checkPort,
  checkLeftovers,
  checkFailedRuns,
];
