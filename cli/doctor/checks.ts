import type { Check } from './finding.ts';
import { checkLake, checkLeftovers, checkPort, checkSpace } from './lake.ts';
import { checkClock, checkDependencies, checkDuckDb, checkForecaster, checkNode, checkSettings } from './machine.ts';
import { checkDefinitions, checkHistories, checkPartitionLists, checkSetAside } from './records.ts';
import { checkStored } from './stored.ts';

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
  // Before the next one starts a stack, which mends what it can, or sets it aside.
  checkHistories,
  checkDefinitions,
  checkPartitionLists,
  checkStored,
  checkSetAside,
];
