/** The runs that `energy replay --failed` takes up. */
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { plural } from '../../shared/text/format.ts';
import type { Connection } from '../connection.ts';
import { note } from '../output/print.ts';
import { describeRun, FAILED_STATUSES, listRuns } from './executions.ts';
import { failureOf, isUploadAtFault } from './failure.ts';

/** Oldest first, so that of two versions of a file the newer one is published last. A refused file stays refused. */
export async function failedRuns(connection: Connection): Promise<DescribeExecutionOutput[]> {
  const failed: DescribeExecutionOutput[] = [];
  let refused = 0;
  for (const status of FAILED_STATUSES) {
    for await (const { name = '' } of listRuns(connection, status)) {
      const execution = await describeRun(connection, name);
      if (isUploadAtFault(failureOf(execution.error, execution.cause))) refused += 1;
      else failed.push(execution);
    }
  }
  if (refused > 0) note(`Left out: ${plural(refused, 'run')} whose file was refused; a replay cannot change that.`);
  return failed.sort((a, b) => (a.startDate?.getTime() ?? 0) - (b.startDate?.getTime() ?? 0));
}
