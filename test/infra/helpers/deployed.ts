/** The local AWS APIs with the deployed functions behind them: bundles, layer and roles as the stack declares them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GlueClient } from '@aws-sdk/client-glue';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { createAthena } from '../../../local/athena/index.ts';
import { createGlue } from '../../../local/glue/index.ts';
import { functionArn, functionNameOf, STACK } from '../../../local/names.ts';
import { createS3 } from '../../../local/s3/index.ts';
import { createFront } from '../../../local/server.ts';
import type { JsonService, ObjectChange } from '../../../local/service.ts';
import { createSns } from '../../../local/sns.ts';
import { createStepFunctions, type DescribeOutput, type StepFunctions } from '../../../local/stepfunctions/index.ts';
import { toEvent } from '../../../local/trigger.ts';
import type { ObjectCreatedEvent } from '../../../shared/object-created.ts';
import { functionNames, LAMBDA_FUNCTIONS } from '../../../shared/runtime/lambda-functions.ts';
import { ensureCatalog } from '../../../shared/tables/ensure-catalog.ts';
import { createCatalog } from '../../../shared/tables/glue-catalog.ts';
import { readDefinition } from '../../../statemachine/definition.ts';
import { type Gate, openGate } from './authorise.ts';
import { type DeployedFunction, type DeployedRuntime, deployedRuntime } from './lambda.ts';
import { Roles } from './policies.ts';

const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

export interface Deployed {
  readonly gate: Gate;
  readonly runtime: DeployedRuntime;
  readonly stepFunctions: StepFunctions;
  readonly athena: JsonService;
  put(key: string, text: string): Promise<void>;
  /** Puts an object and runs the state machine on its event. */
  upload(
    key: string,
    text: string,
    change?: (event: ObjectCreatedEvent) => ObjectCreatedEvent,
  ): Promise<DescribeOutput>;
  query(sql: string): Promise<(string | undefined)[][]>;
  close(): Promise<void>;
}

const functionSchema = z.object({
  FunctionName: z.string(),
  MemorySize: z.number(),
  Layers: z.array(z.unknown()).optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.union([z.string(), z.object({ Ref: z.string() })])) }),
});

/** The functions of a template; what refers to a resource is the lake's name. */
function functionsOf(template: Record<string, unknown>): DeployedFunction[] {
  const resources = z
    .record(z.string(), z.object({ Type: z.string(), Properties: z.unknown() }))
    .parse(template.Resources);
  return Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .flatMap(({ Properties }) => functionSchema.safeParse(Properties).data ?? [])
    .map(({ FunctionName, MemorySize, Layers = [], Environment }) => {
      const name = FunctionName.replace(/^energy-analytics-[a-z]+-/, '');
      const step = functionNames().find((each) => each === name);
      const environment = Object.entries(Environment.Variables).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : key === 'STATE_MACHINE_ARN' ? STACK.stateMachineArn : STACK.bucket,
      ]);
      return {
        name,
        entry: step ? LAMBDA_FUNCTIONS[step].entry : `functions/${name}/handler.ts`,
        memoryMb: MemorySize,
        environment: Object.fromEntries(environment),
        hasLayer: Layers.length > 0,
      };
    });
}

export async function deploy(template: Record<string, unknown>): Promise<Deployed> {
  const functions = functionsOf(template);
  const database = functions.find(({ environment }) => environment.GLUE_DATABASE)?.environment.GLUE_DATABASE;
  if (database === undefined) throw new Error('No function of the template is told a database.');
  const home = await mkdtemp(join(tmpdir(), 'energy-deployed-'));
  const created: ObjectChange[] = [];
  const s3 = await createS3({ home, onChanged: (object) => created.push(object) });
  await s3.createBucket(STACK.bucket);
  const glue = await createGlue({ home });
  const client = { current: new S3Client({}) };
  const putObject = async (Bucket: string, Key: string, Body: Uint8Array | string) => {
    await client.current.send(new PutObjectCommand({ Bucket, Key, Body }));
  };
  const athena = await createAthena({
    home,
    catalog: glue,
    objects: s3,
    putObject,
    workgroups: [{ name: STACK.workgroup, outputLocation: `s3://${STACK.bucket}/athena-results/` }],
    database,
  });
  const front = await createFront({
    json: [glue, athena],
    s3,
    sns: createSns({ home }),
    port: 0,
    host: '127.0.0.1',
    health: { home, pid: process.pid, version: '0' },
  });
  const settings = { endpoint: front.url, region: STACK.region, credentials: CREDENTIALS };
  client.current.destroy();
  client.current = new S3Client({ ...settings, forcePathStyle: true });
  const glueClient = new GlueClient(settings);
  await ensureCatalog(createCatalog(glueClient, database), STACK.bucket);

  const gate = await openGate(front.url, new Roles(template), STACK.bucket);
  const runtime = deployedRuntime(functions, home, gate.url);
  const stepFunctions = await createStepFunctions({
    home,
    stateMachines: [{ name: STACK.stateMachine, definition: readDefinition(functionArn) }],
    runtime,
    functionName: functionNameOf,
    retryIntervalMs: 1,
  });

  return {
    gate,
    runtime,
    stepFunctions,
    athena,
    put: (key, text) => putObject(STACK.bucket, key, text),
    async upload(key, text, change = (event) => event) {
      await putObject(STACK.bucket, key, text);
      const object = created.findLast((each) => each.key === key);
      if (!object) throw new Error(`${key} was not created`);
      const event = toEvent(object);
      if (event['detail-type'] !== 'Object Created') throw new Error(`${key} was deleted`);
      const { executionArn } = await stepFunctions.start(change(event));
      return stepFunctions.waitFor(executionArn);
    },
    query: (sql) => runQuery(athena, sql, database),
    async close() {
      await stepFunctions.close();
      runtime.endProcesses();
      await gate.close();
      client.current.destroy();
      glueClient.destroy();
      await front.close();
      await athena.close();
      await glue.close();
      await s3.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

const startedSchema = z.object({ QueryExecutionId: z.string() });
const stateSchema = z.object({
  QueryExecution: z.object({ Status: z.object({ State: z.string(), StateChangeReason: z.string().optional() }) }),
});
const resultSchema = z.object({
  ResultSet: z.object({
    Rows: z.array(z.object({ Data: z.array(z.object({ VarCharValue: z.string().optional() })) })),
  }),
});

/** @returns rows of text, without the header */
async function runQuery(athena: JsonService, sql: string, database: string): Promise<(string | undefined)[][]> {
  const started = await athena.call('StartQueryExecution', {
    QueryString: sql,
    WorkGroup: STACK.workgroup,
    QueryExecutionContext: { Database: database },
  });
  const { QueryExecutionId } = startedSchema.parse(started);
  for (;;) {
    const { Status } = stateSchema.parse(await athena.call('GetQueryExecution', { QueryExecutionId })).QueryExecution;
    if (Status.State === 'SUCCEEDED') break;
    if (Status.State === 'FAILED') throw new Error(Status.StateChangeReason);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const { ResultSet } = resultSchema.parse(await athena.call('GetQueryResults', { QueryExecutionId }));
  return ResultSet.Rows.slice(1).map(({ Data }) => Data.map(({ VarCharValue }) => VarCharValue));
}
