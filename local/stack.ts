/** The whole product in one process: the AWS APIs on one loopback port, and the real functions behind them. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deletionPattern, matchesPattern, uploadPattern } from '../events/rule.ts';
import { PREFIXES } from '../shared/lake/keys.ts';
import { NAMED_QUERIES } from '../shared/named-queries.ts';
import { functionNames } from '../shared/runtime/lambda-functions.ts';
import { SITE_FUNCTION_NAMES, SITE_FUNCTIONS } from '../shared/runtime/site-functions.ts';
import { readSettings } from '../shared/settings/settings.ts';
import { ensureCatalog } from '../shared/tables/ensure-catalog.ts';
import { readDefinition } from '../statemachine/definition.ts';
import { createAthena } from './athena/index.ts';
import { summariseDaily } from './daily-summary.ts';
import { createDynamoDb } from './dynamodb/index.ts';
import { createTopic, FailureAlerts } from './failure-alerts.ts';
import { createGlue } from './glue/index.ts';
import { createHttpApi } from './http-api.ts';
import { createFunctions, type Functions, type FunctionsOptions } from './lambda/index.ts';
import { functionSettings, settingsOf } from './lambda-functions.ts';
import { mendCatalog } from './mend-catalog.ts';
import { mendRecord } from './mend-record.ts';
import { functionArn, functionNameOf, STACK } from './names.ts';
import { createS3, type S3 } from './s3/index.ts';
import type { FilePut } from './s3/put-file.ts';
import { createSecrets } from './secrets.ts';
import { SiteServing } from './serve-sites.ts';
import { ensureServedTable } from './served-table.ts';
import { createFront } from './server.ts';
import type { JsonService, ObjectChange } from './service.ts';
import { createSns } from './sns.ts';
import { Starts } from './starts.ts';
import { createStepFunctions, type StepFunctions } from './stepfunctions/index.ts';
import { withStoredLake } from './stored-lake.ts';
import { sweepLake } from './sweep-lake.ts';
import { toEvent } from './trigger.ts';

export { STACK } from './names.ts';

export interface StackOptions {
  /** Data folder; everything that must survive a restart is in it. */
  readonly home: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Starts a container of every function at once, so that the first run finds them warm. */
  readonly prewarm?: boolean;
  /**
   * Starts the runs of uploads that have none: a process that is killed may have stored an upload whose run it did not
   * come to start.
   */
  readonly catchUp?: boolean;
  /** Serves sites: keeps the table equal to their records. */
  readonly serves?: boolean;
  /** Settings of the functions (shared/settings/settings.ts) on top of this process's environment. */
  readonly settings?: Readonly<Record<string, string>>;
  /** For tests. */
  readonly faults?: FunctionsOptions['beforeInvoke'];
  /** For tests: the address at which the functions call the stack that listens at `url`. */
  readonly functionsEndpoint?: (url: string) => string;
  readonly retryIntervalMs?: number;
}

export interface Stack {
  readonly url: string;
  readonly port: number;
  readonly home: string;
  readonly stepFunctions: StepFunctions;
  /** ARNs of the executions that this start made for uploads that had none. */
  readonly caughtUp: readonly string[];
  /** PutObject into the lake's bucket from a file of this machine, without a connection. */
  putFile(put: Omit<FilePut, 'bucket'>): Promise<{ version: string; etag: string }>;
  close(): Promise<void>;
}

/** What people put into the lake: all the rest can be made from it again. */
const GIVEN = [PREFIXES.raw, PREFIXES.config];

/**
 * @throws Error with code EADDRINUSE when the port is taken; Error when another process serves the same folder
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { home } = options;
  await mkdir(home, { recursive: true });
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

  // The front must listen before the functions are configured with its address, so it passes calls on to what comes
  // later.
  const later = Promise.withResolvers<StepFunctions>();
  later.promise.catch(() => {});
  const stepFunctionsApi: JsonService = {
    target: 'AWSStepFunctions',
    protocol: '1.0',
    call: async (operation, input) => (await later.promise).call(operation, input),
  };
  const laterFunctions = Promise.withResolvers<Functions>();
  laterFunctions.promise.catch(() => {});
  const starts = new Starts(async (created) => {
    await startRun(created, await later.promise);
  });
  let serving: SiteServing | undefined;

  const s3 = await createS3({
    home,
    onChanged: (change) => serving?.tell(change) || starts.begin(change),
    lasts: (key) => GIVEN.some((prefix) => key.startsWith(prefix)),
  });
  const closers: (() => Promise<void>)[] = [() => s3.close(), async () => starts.close()];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.reverse()) await close();
  };
  try {
    await s3.createBucket(STACK.bucket);
    // Nobody outside this process knows it.
    const accessKeyId = randomUUID();
    const glue = await createGlue({ home });
    closers.push(() => glue.close());
    let url = '';
    const athena = await createAthena({
      home,
      catalog: glue,
      objects: s3,
      putObject: (bucket, key, bytes) => putObject(url, bucket, key, bytes),
      workgroups: [{ name: STACK.workgroup, outputLocation: `s3://${STACK.bucket}/${PREFIXES.athenaResults}` }],
      database: STACK.database,
      namedQueries: NAMED_QUERIES,
    });
    closers.push(() => athena.close());

    const dynamoDb = createDynamoDb({ home });
    closers.push(() => dynamoDb.close());
    const front = await createFront({
      json: [stepFunctionsApi, glue, athena, createSecrets({ home, reader: accessKeyId })],
      s3,
      sns: createSns({ home }),
      dynamoDb,
      api: createHttpApi({ invoke: async (...call) => (await laterFunctions.promise).invoke(...call) }),
      port: options.port,
      host: '127.0.0.1',
      health: { home, pid: process.pid, version: String(version) },
    });
    url = front.url;
    closers.push(() => front.close());
    await withStoredLake(url, async (stored) => {
      // On AWS, CloudFormation makes the database and its tables from the same declaration.
      const renewed = await ensureCatalog(stored.catalog, STACK.bucket);
      if (glue.lostPartitions) await mendCatalog(stored, s3);
      const lost = glue.lostPartitions || renewed.length > 0;
      const settings = { ...process.env, ...options.settings };
      await mendRecord(stored, join(home, 'tmp', 'record'), lost, settings);
      if (options.catchUp) await sweepLake(stored, settings);
    });
    if (glue.lostPartitions) glue.mended();

    const surroundings = { endpoint: options.functionsEndpoint?.(url) ?? url, ...STACK, accessKeyId };
    const served = {
      SERVED_TABLE: STACK.servedTable,
      SERVED_DAYS: String(STACK.servedDays),
      STATE_MACHINE_ARN: STACK.stateMachineArn,
      ATHENA_WORKGROUP: STACK.workgroup,
      API_AUTHORISER: 'none',
      ALERTS_TOPIC_ARN: STACK.alertsTopicArn,
      API_VERSION: String(version),
      ...options.settings,
    };
    const functions = createFunctions({
      functions: Object.fromEntries([
        ...functionNames().map((name) => [name, functionSettings(name, surroundings, options.settings)]),
        // Without the key that opens secrets: an address that the API signs shows what it was signed with.
        ...SITE_FUNCTION_NAMES.map((name) => [
          name,
          settingsOf(SITE_FUNCTIONS[name], { ...surroundings, accessKeyId: 'local' }, served),
        ]),
      ]),
      tmp: join(home, 'tmp'),
      logs: join(home, 'logs'),
      beforeInvoke: options.faults,
    });
    closers.push(() => functions.close());
    laterFunctions.resolve(functions);
    // What runs ends when the stack is closed: its alerts are sent before the front goes.
    const alerts = new FailureAlerts(url);
    closers.push(() => alerts.sent());
    const stepFunctions = await createStepFunctions({
      home,
      // The tests hold the shipped definition to the validator.
      stateMachines: [{ name: STACK.stateMachine, definition: readDefinition(functionArn), checked: true }],
      runtime: functions,
      functionName: functionNameOf,
      onStatusChange: (execution) => alerts.tell(execution),
      retryIntervalMs: options.retryIntervalMs,
    });
    closers.push(() => stepFunctions.close());
    later.resolve(stepFunctions);
    if (options.serves) {
      await ensureServedTable(url);
      await createTopic(url);
      const begun = new SiteServing(functions);
      closers.push(async () => begun.close());
      serving = begun;
      begun.sweep();
      const endDaily = summariseDaily(
        functions,
        readSettings({ ...process.env, ...options.settings }).ENERGY_TIME_ZONE,
      );
      closers.push(async () => endDaily());
    }
    if (options.prewarm) prewarm(functions).catch(() => {});
    const caughtUp = options.catchUp ? await catchUp(s3, stepFunctions) : [];
    const putFile: Stack['putFile'] = (put) => s3.putFile({ ...put, bucket: STACK.bucket });
    return { url, port: front.port, home, stepFunctions, caughtUp, putFile, close: closeAll };
  } catch (error) {
    later.reject(new Error('the stack did not start'));
    laterFunctions.reject(new Error('the stack did not start'));
    await closeAll();
    throw error;
  }
}

const RULES = [uploadPattern(STACK.bucket), deletionPattern(STACK.bucket)];

/** The same rules that EventBridge has on AWS. */
async function startRun(change: ObjectChange, stepFunctions: StepFunctions): Promise<string | undefined> {
  const event = toEvent(change);
  if (!RULES.some((rule) => matchesPattern(rule, event)) || stepFunctions.hasStarted(event.id, change.time))
    return undefined;
  return (await stepFunctions.start(event, event.id)).executionArn;
}

async function catchUp(s3: S3, stepFunctions: StepFunctions): Promise<string[]> {
  const started: string[] = [];
  for (const find of [s3.creations, s3.deletions]) {
    for (const change of find(STACK.bucket, PREFIXES.raw)) {
      const arn = await startRun(change, stepFunctions);
      if (arn !== undefined) started.push(arn);
    }
  }
  return started;
}

/** What a run needs first comes first, not beside the others. A start that fails shows when the function is invoked. */
async function prewarm(functions: Functions): Promise<void> {
  const [first = 'validate', ...others] = functionNames();
  await functions.prewarm([first]);
  await functions.prewarm(others);
}

async function putObject(url: string, bucket: string, key: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const path = key.split('/').map(encodeURIComponent).join('/');
  const response = await fetch(`${url}/${bucket}/${path}`, { method: 'PUT', body });
  if (!response.ok) throw new Error(`s3://${bucket}/${key} was not written: ${await response.text()}`);
}
