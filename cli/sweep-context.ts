/** What it takes to sweep a lake from the command line. */
import { lakeVersions } from '../shared/lake/versions.ts';
import { readSettings } from '../shared/settings/settings.ts';
import type { SweepContext } from '../shared/sweep/sweep.ts';
import type { Connection } from './connection.ts';
import { withRecord } from './record-context.ts';

/** @param connection of a local stack: how long things are kept on AWS is known to the functions there alone */
export async function withSweep<T>(connection: Connection, work: (context: SweepContext) => Promise<T>): Promise<T> {
  const { createRuns } = await import('../shared/sweep/runs.ts');
  const { clients, bucket, stateMachineArn } = connection;
  const more = {
    versions: lakeVersions(await clients.s3(), bucket),
    runs: createRuns(await clients.sfn(), stateMachineArn),
    retentionDays: readSettings(process.env).ENERGY_RETENTION_DAYS,
  };
  return withRecord(connection, (context) => work({ ...context, ...more }));
}
