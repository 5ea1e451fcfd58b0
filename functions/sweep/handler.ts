import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { createHandler } from '../../shared/handler.ts';
import { lakeVersions } from '../../shared/lake/versions.ts';
import { SITE_FUNCTIONS } from '../../shared/runtime/site-functions.ts';
import { createRuns } from '../../shared/sweep/runs.ts';
import { sweep, sweptSchema } from '../../shared/sweep/sweep.ts';
import { createCatalog } from '../../shared/tables/glue-catalog.ts';

/** It begins nothing more when this part of its time is left: long enough for the months of a few dozen sites. */
const RESERVE = 0.2;
const { timeoutSeconds } = SITE_FUNCTIONS.sweep;

interface Clients {
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly glue: GlueClient;
}
let clients: Clients | undefined;

/** Runs on a schedule. */
export const handler = createHandler({
  name: 'sweep',
  input: z.unknown(),
  output: sweptSchema,
  readings: () => undefined,
  async run(_input, context, { captureClient }) {
    const { STATE_MACHINE_ARN } = z.object({ STATE_MACHINE_ARN: z.string().min(1) }).parse(process.env);
    clients ??= {
      s3: captureClient(new S3Client({})),
      sfn: captureClient(new SFNClient({})),
      glue: captureClient(new GlueClient({})),
    };
    const { s3, sfn, glue } = clients;
    const swept = await sweep(
      {
        ...context,
        catalog: createCatalog(glue, context.glueDatabase),
        versions: lakeVersions(s3, context.lake.bucket),
        runs: createRuns(sfn, STATE_MACHINE_ARN),
        retentionDays: context.settings.ENERGY_RETENTION_DAYS,
      },
      () => context.remainingMs() < RESERVE * timeoutSeconds * 1000,
    );
    // An alarm watches it.
    context.count('OldestUnprocessedUpload', swept.oldestSeconds);
    return swept;
  },
});
