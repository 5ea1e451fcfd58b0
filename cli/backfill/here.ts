/** A backfill on a laptop: what Step Functions' Map does on AWS, by the same processor, a few items at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import pMap from 'p-map';
import { z } from 'zod';
import { type BackfillItem, readItemProcessor } from '../../statemachine/backfill.ts';
import { substitute } from '../../statemachine/definition.ts';
import type { Connection } from '../connection.ts';
import { unlessInterrupted } from '../interrupt.ts';
import { describeRun, hasEnded } from '../runs/executions.ts';

const PAUSE_MS = 200;

const parametersSchema = z.object({ StateMachineArn: z.string(), Name: z.string(), Input: z.unknown() });
const definitionSchema = z.custom<StateMachineDefinition>((value) => typeof value === 'object' && value !== null);

/** @param onEnd hears of each item when its run has ended */
export async function runHere(
  connection: Connection,
  items: readonly BackfillItem[],
  concurrency: number,
  onEnd: (item: BackfillItem) => Promise<void>,
): Promise<void> {
  const { bucket, stateMachineArn } = connection;
  const text = substitute(readItemProcessor(), { LakeBucket: bucket, StateMachineArn: stateMachineArn });
  // A service integration is no ARN that its validator knows; a test holds the whole file to another one.
  const processor = new StateMachine(definitionSchema.parse(JSON.parse(text)), {
    validationOptions: { noValidate: true },
  });
  await pMap(
    items,
    async (item) => {
      const running = processor.run(item, {
        overrides: { taskResourceLocalHandlers: { RunUpload: (given: unknown) => startAndWait(connection, given) } },
        context: { State: { EnteredTime: new Date().toISOString() } },
      });
      await running.result;
      await onEnd(item);
    },
    { concurrency },
  );
}

/** What `startExecution.sync:2` does, but that a run which fails is told by its status. */
async function startAndWait(connection: Connection, given: unknown): Promise<{ Name: string; Status: string }> {
  const { StateMachineArn, Name, Input } = parametersSchema.parse(given);
  const { StartExecutionCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  await unlessInterrupted(undefined);
  await sfn.send(
    new StartExecutionCommand({ stateMachineArn: StateMachineArn, name: Name, input: JSON.stringify(Input) }),
  );
  for (;;) {
    const { status } = await unlessInterrupted(await describeRun(connection, Name));
    if (hasEnded(status)) return { Name, Status: status ?? '' };
    await sleep(PAUSE_MS);
  }
}
