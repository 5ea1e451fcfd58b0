import { executionArn, stateMachineArn } from './arns.ts';
import type { Entry } from './log.ts';
import type { DescribeOutput, Summary } from './types.ts';

/** @returns DescribeExecution's answer */
export function describeExecution(summary: Summary, entries: readonly Entry[]): DescribeOutput {
  const last = summary.status === 'RUNNING' ? undefined : entries.at(-1)?.event;
  const output = last?.executionSucceededEventDetails?.output;
  const failure =
    last?.executionFailedEventDetails ?? last?.executionAbortedEventDetails ?? last?.executionTimedOutEventDetails;
  const reason = notRedrivable(summary);
  return {
    executionArn: executionArn(summary.machine, summary.name),
    stateMachineArn: stateMachineArn(summary.machine),
    name: summary.name,
    status: summary.status,
    startDate: summary.startDate,
    ...(summary.stopDate === undefined ? {} : { stopDate: summary.stopDate }),
    input: inputOf(entries),
    inputDetails: { included: true },
    ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
    ...(failure?.error === undefined ? {} : { error: failure.error }),
    ...(failure?.cause === undefined ? {} : { cause: failure.cause }),
    redriveCount: summary.redriveCount,
    ...(summary.redriveDate === undefined ? {} : { redriveDate: summary.redriveDate }),
    ...(reason === undefined
      ? { redriveStatus: 'REDRIVABLE' }
      : { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason }),
  };
}

/** @returns AWS's sentence for why an execution cannot be redriven, undefined when it can */
export function notRedrivable({ status }: Summary): string | undefined {
  return status === 'RUNNING' || status === 'SUCCEEDED' ? `Execution is ${status} and cannot be redriven.` : undefined;
}

/** @returns the JSON that the execution was started with */
export function inputOf(entries: readonly Entry[]): string {
  return entries[0]?.event.executionStartedEventDetails?.input ?? '{}';
}
