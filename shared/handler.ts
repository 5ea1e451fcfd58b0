/**
 * The frame around every step: what a handler is given and what becomes of its errors. A handler file names its step,
 * its contract and its dependencies; all six are otherwise the same.
 */
import { tmpdir } from 'node:os';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { z } from 'zod';
import { ABOUT_KIND, classOf } from './failures/classes.ts';
import { createLakeStore } from './lake/s3-lake.ts';
import { readEnvironment } from './runtime/environment.ts';
import { InputInvalid } from './runtime/errors.ts';
import { databaseLimits, threadsFor } from './runtime/lambda-functions.ts';
import { LOG, type Log } from './runtime/log.ts';
import { COUNTED_BY, ERRORS_METRIC, isSent, METRICS, METRICS_NAMESPACE } from './runtime/metrics.ts';
import type { StepContext } from './runtime/step-context.ts';
import { loadTracing, type Tracing } from './runtime/tracing.ts';
import { asTransient } from './runtime/transient-errors.ts';
import { readSettings } from './settings/settings.ts';

export interface StepDefinition<Input, Output> {
  readonly name: string;
  readonly input: z.ZodType<Input>;
  readonly output: z.ZodType<Output>;
  /** About how many readings the database of the step will hold; undefined where that is not known. */
  readonly readings: (input: Input) => number | undefined;
  /** @param tracing for clients of the step's own */
  readonly run: (input: Input, context: StepContext, tracing: Tracing) => Promise<Output>;
}

/** Made once per container. */
function createDependencies(tracing: Tracing) {
  const environment = readEnvironment(process.env);
  const s3 = tracing.captureClient(new S3Client({}));
  const folder = tmpdir();
  return {
    lake: createLakeStore(s3, environment.LAKE_BUCKET),
    settings: readSettings(process.env),
    glueDatabase: environment.GLUE_DATABASE,
    database: { ...databaseLimits(environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE), folder },
    folder,
  };
}

/** The Lambda handler of a step, which is being made while the function starts. */
export function createHandler<Input, Output>(step: StepDefinition<Input, Output>) {
  const made = makeHandler(step);
  // A failure is the first invocation's.
  made.catch(() => {});
  return async (event: unknown, lambda: Context): Promise<Output> => (await made)(event, lambda);
}

async function makeHandler<Input, Output>(step: StepDefinition<Input, Output>) {
  const tracing = await loadTracing(step.name);
  const logger = new Logger({ serviceName: step.name });
  const namespace = process.env.POWERTOOLS_METRICS_NAMESPACE ?? METRICS_NAMESPACE;
  const metrics = new Metrics({ namespace, serviceName: step.name });
  const counted = new Map([[step.name, metrics]]);
  const countedBy = (serviceName: string): Metrics => {
    const known = counted.get(serviceName) ?? new Metrics({ namespace, serviceName });
    counted.set(serviceName, known);
    return known;
  };
  let dependencies: ReturnType<typeof createDependencies> | undefined;

  const log: Log = {
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
  };

  async function handle(event: unknown, lambda: Context): Promise<Output> {
    try {
      dependencies ??= createDependencies(tracing);
      const input = step.input.safeParse(event);
      if (!input.success) throw new InputInvalid(step.name, input.error);
      const { database } = dependencies;
      const output = await step.run(
        input.data,
        {
          ...dependencies,
          database: { ...database, threads: threadsFor(step.readings(input.data), database.threads) },
          attempt: lambda.awsRequestId,
          now: () => new Date(),
          remainingMs: () => lambda.getRemainingTimeInMillis(),
          log,
          count: (name, value) => {
            if (isSent(name, value)) countedBy(COUNTED_BY[name]).addMetric(name, MetricUnit[METRICS[name]], value);
          },
        },
        tracing,
      );
      return step.output.parse(output);
    } catch (error) {
      const named = asTransient(error);
      const fault = named instanceof Error ? named : new Error(String(named));
      const kind = classOf(fault.name);
      // By these, `filter message = "step:failed" | stats count() by class` counts them.
      logger.error(LOG.stepFailed, { error: fault, class: kind, severity: ABOUT_KIND[kind].severity });
      metrics.singleMetric().addDimension('class', kind).addMetric(ERRORS_METRIC, MetricUnit.Count, 1);
      throw named;
    }
  }

  return middy<unknown, Output, Error, Context>()
    .use([injectLambdaContext(logger, { resetKeys: true }), ...(tracing.middleware ? [tracing.middleware] : [])])
    .use(publishMetrics(counted))
    .handler(handle);
}

/** Powertools' own middleware warns about a step that counts nothing; most of ours count only what they find. */
function publishMetrics(counted: ReadonlyMap<string, Metrics>) {
  const publish = () => {
    for (const metrics of counted.values()) if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return { after: publish, onError: publish };
}
