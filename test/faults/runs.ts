/** The runs of uploads in a process that may be killed: waits for them, and replays what failed, as a person would. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, ListExecutionsCommand, RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { STACK } from '../../local/stack.ts';
import { uploadEventSchema } from '../../shared/object-created.ts';
import type { LakeProcess } from './lake-process.ts';

const REPLAYS = 5;

const outputSchema = z.object({ outcome: z.string() });

export class Runs {
  readonly #lake: LakeProcess;
  /** ARN by version, of all that were seen. */
  readonly #arns = new Map<string, string>();
  readonly #seen = new Set<string>();
  replays = 0;

  constructor(lake: LakeProcess) {
    this.#lake = lake;
  }

  /** @returns the outcome of a version's run, or the error of one that no replay helped */
  async settled(version: string): Promise<string> {
    for (let left = REPLAYS; ; left -= 1) {
      const { status, outcome, error } = await this.#ended(await this.#arn(version));
      if (status === 'SUCCEEDED' || error === 'InputRejected' || left === 0) return outcome;
      this.replays += 1;
      const executionArn = await this.#arn(version);
      // What has succeeded meanwhile, or runs, cannot be redriven, and need not be.
      await this.#lake.ask(({ sfn }) => sfn.send(new RedriveExecutionCommand({ executionArn }))).catch(() => {});
    }
  }

  async #arn(version: string): Promise<string> {
    for (;;) {
      const known = this.#arns.get(version);
      if (known !== undefined) return known;
      await this.#look();
      if (!this.#arns.has(version)) await sleep(50);
    }
  }

  async #look(): Promise<void> {
    const { executions = [] } = await this.#lake.ask(({ sfn }) =>
      sfn.send(new ListExecutionsCommand({ stateMachineArn: STACK.stateMachineArn, maxResults: 1000 })),
    );
    for (const { executionArn = '' } of executions) {
      if (this.#seen.has(executionArn)) continue;
      const { input = '{}' } = await this.#lake.ask(({ sfn }) =>
        sfn.send(new DescribeExecutionCommand({ executionArn })),
      );
      this.#arns.set(uploadEventSchema.parse(JSON.parse(input)).detail.object['version-id'] ?? '', executionArn);
      this.#seen.add(executionArn);
    }
  }

  async #ended(executionArn: string) {
    for (;;) {
      const { status, output, error } = await this.#lake.ask(({ sfn }) =>
        sfn.send(new DescribeExecutionCommand({ executionArn })),
      );
      const outcome = output ? outputSchema.parse(JSON.parse(output)).outcome : (error ?? status ?? '');
      if (status !== 'RUNNING') return { status, outcome, error };
      await sleep(100);
    }
  }
}
