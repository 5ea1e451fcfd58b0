import { checkConfig } from './config.ts';
import type { Check } from './finding.ts';
import { checkFailedRuns, checkLake, checkLeftovers, checkPort, checkSetAside, checkSpace } from './lake.ts';
import { checkClock, checkDependencies, checkDuckDb, checkForecaster, checkNode, checkSettings } from './machine.ts';
import { checkOverlaps } from './overlaps.ts';
import { checkPrices } from './prices.ts';
import { checkServed } from './served.ts';
import { checkSweep } from './sweep.ts';

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
  checkSetAside,
  checkConfig,
  checkFailedRuns,
  checkOverlaps,
  checkPrices,
  checkServed,
  checkSweep,
];
