import type { MiddlewareObj } from '@middy/core';

/** X-Ray, where it is. */
export interface Tracing {
  /** Records the calls of an AWS client. */
  captureClient<T>(client: T): T;
  /** Records each invocation. */
  readonly middleware: MiddlewareObj | undefined;
}

const OFF: Tracing = { captureClient: (client) => client, middleware: undefined };

/**
 * Loads the tracer only where tracing is on: the X-Ray SDK takes a quarter of a container's start, and outside of AWS
 * there is no daemon to report to.
 */
export async function loadTracing(serviceName: string): Promise<Tracing> {
  if (process.env.POWERTOOLS_TRACE_ENABLED === 'false') return OFF;
  const [{ Tracer }, { captureLambdaHandler }] = await Promise.all([
    import('@aws-lambda-powertools/tracer'),
    import('@aws-lambda-powertools/tracer/middleware'),
  ]);
  const tracer = new Tracer({ serviceName });
  return {
    captureClient: (client) => tracer.captureAWSv3Client(client),
    middleware: captureLambdaHandler(tracer, { captureResponse: false }),
  };
}
