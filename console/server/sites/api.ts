/** The REST API of sites, asked within this process: the console shows the figures that programs are given. */
import { tmpdir } from 'node:os';
import { z } from 'zod';
import type { Connection } from '../../../cli/connection.ts';
import { CliError } from '../../../cli/errors.ts';
import { createLakeStore } from '../../../shared/lake/s3-lake.ts';
import { checksOf } from '../../../shared/served/health.ts';
import { createServedStore } from '../../../shared/served/store.ts';

const MEMORY_MB = 512;

/** The parts of an answer that says why there is none. */
const problemSchema = z.object({ detail: z.string() });

export interface SitesApi {
  /** @throws CliError with what the API says is wrong */
  ask<T>(path: readonly string[], query: Readonly<Record<string, string>>, answer: z.ZodType<T>): Promise<T>;
}

/** The person's own credentials decide what can be read, so that nobody else is asked who sees what. */
export function createSitesApi(connection: Connection): SitesApi {
  const { clients, bucket, servedTable, stateMachineArn, workgroup } = connection;
  const folder = tmpdir();
  let made: ReturnType<typeof make> | undefined;
  async function make() {
    // Loaded when first asked for: the page of executions does without.
    const { createApp } = await import('../../../functions/sites-api/app.ts');
    const s3 = await clients.s3();
    const lake = createLakeStore(s3, bucket);
    const store = createServedStore(await clients.dynamoDb(), servedTable);
    const workflow = { sfn: await clients.sfn(), stateMachineArn };
    const queries = { athena: await clients.athena(), workgroup };
    return createApp({
      ...{ s3, lake, store, folder, authoriser: 'none' as const, version: 'console' },
      checks: checksOf({ lake, store, ...workflow, ...queries }),
      database: { memoryMb: MEMORY_MB, threads: 1, folder },
      now: () => new Date(),
    });
  }
  return {
    async ask(path, query, answer) {
      made ??= make();
      const address = `/${path.map(encodeURIComponent).join('/')}?${new URLSearchParams(query)}`;
      const response = await (await made).request(address);
      const body: unknown = await response.json();
      if (response.ok) return answer.parse(body);
      const problem = problemSchema.safeParse(body);
      throw new CliError(problem.success ? problem.data.detail : `The figures of sites answered ${response.status}.`);
    },
  };
}
