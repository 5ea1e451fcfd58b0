import type { HistoryEvent as SdkHistoryEvent } from '@aws-sdk/client-sfn';
import type { StateMachine } from 'aws-local-stepfunctions';

/** Any JSON value. */
export type Json = Parameters<StateMachine['run']>[0];

/** One event of an execution's history as it is on the wire: the timestamp in epoch seconds. */
export type HistoryEvent = Omit<SdkHistoryEvent, 'timestamp' | 'id' | 'type' | 'previousEventId'> & {
  id: number;
  previousEventId: number;
  type: NonNullable<SdkHistoryEvent['type']>;
  timestamp: number;
};

export type EventType = HistoryEvent['type'];
/** What an event says beyond its type. */
export type EventDetails = Omit<HistoryEvent, 'id' | 'previousEventId' | 'type' | 'timestamp'>;

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** DescribeExecution's answer as it is on the wire: dates in epoch seconds. */
export interface DescribeOutput {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: ExecutionStatus;
  startDate: number;
  stopDate?: number;
  /** JSON */
  input: string;
  inputDetails: { included: true };
  /** JSON; of succeeded executions only */
  output?: string;
  outputDetails?: { included: true };
  error?: string;
  cause?: string;
  redriveCount: number;
  redriveDate?: number;
  redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE';
  redriveStatusReason?: string;
}

/** What the list of executions holds about one: enough to list and filter without reading its history. */
export interface Summary {
  machine: string;
  name: string;
  status: ExecutionStatus;
  /** epoch seconds, as are the others */
  startDate: number;
  stopDate?: number | undefined;
  redriveCount: number;
  redriveDate?: number | undefined;
}

/** The largest input or output of a state, in bytes of UTF-8. */
export const DATA_LIMIT_BYTES = 262_144;

/** @returns now in epoch seconds, with milliseconds as the fraction */
export function now(): number {
  return Date.now() / 1000;
}

/** @throws Error when a value that came from JSON would not go back to it */
export function text(value: Json | undefined): string {
  return JSON.stringify(value) ?? 'null';
}
