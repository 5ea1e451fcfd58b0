/** Which executions are kept: without an end, a feed of one a minute would fill the disk. */
import { RUN_LOGS } from '../lambda/run-logs.ts';
import type { Summary } from './types.ts';

export interface Kept {
  /** Days after its end, as Step Functions keeps an execution. */
  readonly days: number;
  /** Of those that succeeded the newest; the others are what people look for. */
  readonly succeeded: number;
}

export const KEPT: Kept = { days: 90, succeeded: RUN_LOGS };

const SECONDS_PER_DAY = 86_400;

/**
 * @param executions in the order of their start
 * @param now epoch seconds
 * @returns those that have ended and are kept no longer
 */
export function outlived(executions: readonly Summary[], now: number, kept: Kept): Summary[] {
  const succeeded = executions.filter(({ status }) => status === 'SUCCEEDED');
  const tooMany = new Set(succeeded.slice(0, Math.max(0, succeeded.length - kept.succeeded)));
  const oldest = now - kept.days * SECONDS_PER_DAY;
  return executions.filter(
    (each) => each.stopDate !== undefined && each.status !== 'RUNNING' && (each.stopDate < oldest || tooMany.has(each)),
  );
}
