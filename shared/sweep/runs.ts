/** The executions of the state machine, as Step Functions tells of them. */
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  type ExecutionStatus,
  paginateListExecutions,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import pMap, { pMapSkip } from 'p-map';
import { uploadEventSchema } from '../object-created.ts';
import { parseJson } from '../text/parse-json.ts';
import type { RunOf, Runs } from './start-lost.ts';

/** Those that succeeded have recorded an outcome. */
const WITHOUT_OUTCOME: readonly ExecutionStatus[] = ['RUNNING', 'FAILED', 'TIMED_OUT', 'ABORTED'];
/** Executions that are looked at in one sweep: Step Functions describes 15 a second. */
const MOST_DESCRIBED = 500;
const AT_ONCE = 8;

export function createRuns(client: SFNClient, stateMachineArn: string): Runs {
  return {
    async underWay(since) {
      const arns: string[] = [];
      for (const statusFilter of WITHOUT_OUTCOME) {
        for await (const executionArn of newest(statusFilter, since)) {
          if (arns.length === MOST_DESCRIBED) return null;
          arns.push(executionArn);
        }
      }
      return pMap(arns, async (executionArn) => (await uploadOf(executionArn)) ?? pMapSkip, { concurrency: AT_ONCE });
    },

    async start(name, event) {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(event) }));
        return true;
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return false;
        throw error;
      }
    },
  };

  async function* newest(statusFilter: ExecutionStatus, since: Date): AsyncGenerator<string> {
    for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn, statusFilter })) {
      for (const { executionArn, startDate } of executions) {
        if (startDate && startDate < since) return;
        if (executionArn) yield executionArn;
      }
    }
  }

  async function uploadOf(executionArn: string): Promise<RunOf | undefined> {
    const { input = '' } = await client.send(new DescribeExecutionCommand({ executionArn }));
    const event = uploadEventSchema.safeParse(parseJson(input)).data;
    return event?.['detail-type'] === 'Object Created' ? event.detail.object : undefined;
  }
}
