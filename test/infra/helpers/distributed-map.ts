/**
 * Step Functions as `energy backfill --stack` meets it: the shipped state machine of backfills, whose Map does not run
 * on the local stack, is played here item by item; every other call is the local stack's.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { z } from 'zod';
import { STACK } from '../../../local/names.ts';
import { type BackfillInput, readItemProcessor } from '../../../statemachine/backfill.ts';
import { substitute } from '../../../statemachine/definition.ts';
import type { TestStack } from '../../helpers/stack.ts';

export const BACKFILL_ARN = `${STACK.stateMachineArn}-backfill`;

export interface DistributedMap {
  readonly url: string;
  readonly isBegun: Promise<void>;
  /** Whether another command asked which backfill is under way. */
  readonly isFollowedTwice: Promise<void>;
  /** Lets items begin; until then an execution waits. */
  go(): void;
  close(): void;
}

const callSchema = z.looseObject({
  stateMachineArn: z.string().optional(),
  executionArn: z.string().optional(),
  name: z.string().optional(),
  input: z.string().optional(),
  mapRunArn: z.string().optional(),
});

export async function serveDistributedMap(lake: TestStack): Promise<DistributedMap> {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const followed = Promise.withResolvers<void>();
  let name: string | undefined;
  let status = 'RUNNING';
  const counts = { total: 0, pending: 0, running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0 };
  const itemCounts = () => ({ ...counts, resultsWritten: 0 });

  async function play({ items }: BackfillInput): Promise<void> {
    const definition = substitute(readItemProcessor(), {
      LakeBucket: STACK.bucket,
      StateMachineArn: STACK.stateMachineArn,
    });
    const processor = new StateMachine(JSON.parse(definition) as StateMachineDefinition, {
      validationOptions: { noValidate: true },
    });
    const lines = (await lake.text(items)).trim().split('\n');
    counts.total = lines.length;
    await gate.promise;
    for (const line of lines) {
      counts.running = 1;
      const RunUpload = async (given: unknown) => {
        const { Name, Input } = z.object({ Name: z.string(), Input: z.unknown() }).parse(given);
        const { executionArn } = await lake.stack.stepFunctions.start(Input, Name);
        const { status: Status } = await lake.wait(executionArn);
        if (Status !== 'SUCCEEDED') throw new Error('States.TaskFailed');
        return { Name, Status };
      };
      const overrides = { taskResourceLocalHandlers: { RunUpload } };
      const context = { State: { EnteredTime: new Date().toISOString() } };
      const ended = await processor.run(JSON.parse(line), { overrides, context }).result.then(
        () => 'succeeded' as const,
        () => 'failed' as const,
      );
      counts[ended] += 1;
      counts.running = 0;
    }
    status = 'SUCCEEDED';
  }

  function answer(operation: string, call: z.infer<typeof callSchema>): unknown {
    const seconds = Date.now() / 1000;
    const execution = {
      executionArn: `${BACKFILL_ARN}:${name}`,
      stateMachineArn: BACKFILL_ARN,
      name,
      startDate: seconds,
    };
    switch (operation) {
      case 'StartExecution':
        name = call.name;
        begun.resolve();
        void play(JSON.parse(call.input ?? ''));
        return { executionArn: execution.executionArn, startDate: seconds };
      case 'ListExecutions':
        if (name !== undefined) followed.resolve();
        return { executions: name === undefined || status !== 'RUNNING' ? [] : [{ ...execution, status }] };
      case 'DescribeExecution':
        return { ...execution, status };
      case 'StopExecution':
        status = 'ABORTED';
        return { stopDate: seconds };
      case 'ListMapRuns':
        return { mapRuns: [{ ...execution, mapRunArn: 'arn:aws:states:::mapRun:1' }] };
      case 'DescribeMapRun':
        return { ...execution, mapRunArn: call.mapRunArn, status, itemCounts: itemCounts() };
      default:
        throw new Error(`${operation} is not played`);
    }
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const call = callSchema.parse(JSON.parse(body));
    const about = `${call.stateMachineArn ?? ''} ${call.executionArn ?? ''} ${call.mapRunArn ?? ''}`;
    if (/-backfill|mapRun/.test(about)) {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(answer(operation, call)));
      return;
    }
    const { host: _, 'content-length': __, connection: ___, ...headers } = request.headers;
    const forwarded = await fetch(lake.stack.url, { method: 'POST', body, headers: headers as Record<string, string> });
    response.writeHead(forwarded.status, { 'content-type': forwarded.headers.get('content-type') ?? '' });
    response.end(await forwarded.text());
  }

  const server = createServer((request, response) => {
    pass(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  server.listen(0, '127.0.0.1');
  while (!server.listening) await sleep(1);
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    isBegun: begun.promise,
    isFollowedTwice: followed.promise,
    go: () => gate.resolve(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
