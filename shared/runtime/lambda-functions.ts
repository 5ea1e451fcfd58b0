/**
 * The six Lambda functions and what each is given. The CDK stack, the local runtime and the state machine's time-outs
 * read this one declaration.
 */
export interface FunctionShape {
  /** Entry module, from the project's root. */
  readonly entry: string;
  /** Placeholder of the function's ARN in the state machine file. */
  readonly placeholder: string;
  /** A full vCPU comes with every 1,769 MB. */
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly ephemeralMb: number;
  readonly why: string;
}

const FUNCTION_NAMES = [
  'validate',
  'aggregate',
  'detect-anomalies',
  'forecast',
  'generate-insights',
  'publish',
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

export const LAMBDA_FUNCTIONS = {
  validate: {
    entry: 'functions/validate/handler.ts',
    placeholder: 'ValidateFunctionArn',
    memoryMb: 3008,
    timeoutSeconds: 600,
    ephemeralMb: 10_240,
    why: 'holds the upload on disk and its readings in memory or, beyond that, spilled beside it; two threads parse',
  },
  aggregate: {
    entry: 'functions/aggregate/handler.ts',
    placeholder: 'AggregateFunctionArn',
    memoryMb: 2048,
    timeoutSeconds: 300,
    ephemeralMb: 4096,
    why: 'reads the columns of all readings once; groups stay small, two threads halve the time',
  },
  'detect-anomalies': {
    entry: 'functions/detect-anomalies/handler.ts',
    placeholder: 'DetectAnomaliesFunctionArn',
    memoryMb: 2048,
    timeoutSeconds: 300,
    ephemeralMb: 4096,
    why: 'reads the columns of all readings: once for what lies outside, once for where events begin within an hour',
  },
  forecast: {
    entry: 'functions/forecast/handler.ts',
    placeholder: 'ForecastFunctionArn',
    memoryMb: 2048,
    timeoutSeconds: 300,
    ephemeralMb: 4096,
    why:
      'sums the hourly buckets by day, then tries a dozen small models on the past of each site and measure; ' +
      '1.5 GB for 1,000 sites',
  },
  'generate-insights': {
    entry: 'functions/generate-insights/handler.ts',
    placeholder: 'GenerateInsightsFunctionArn',
    memoryMb: 1024,
    timeoutSeconds: 120,
    ephemeralMb: 1024,
    why: 'reads rollups only',
  },
  publish: {
    entry: 'functions/publish/handler.ts',
    placeholder: 'PublishFunctionArn',
    memoryMb: 2048,
    timeoutSeconds: 300,
    ephemeralMb: 4096,
    why: 'reads rollups and anomalies, draws the report, talks to Glue; two threads write the exports of large uploads',
  },
} as const satisfies Record<FunctionName, FunctionShape>;

/** In the order in which a run needs them. */
export function functionNames(): readonly FunctionName[] {
  return FUNCTION_NAMES;
}

/** DuckDB may use this share of a function's memory; the rest is Node, the SDK and the operating system. */
const DATABASE_SHARE = 0.6;
/**
 * But no more than this: beyond it DuckDB spills to the function's disk, so that memory does not grow with the file.
 * Ten million readings nearly fit; with 400, spilling costs them a tenth of their processor time.
 */
const DATABASE_MB = 440;
const MB_PER_VCPU = 1769;

/** What DuckDB is given inside a function of this size. */
export function databaseLimits(memoryMb: number): { memoryMb: number; threads: number } {
  const share = Math.floor(memoryMb * DATABASE_SHARE);
  return { memoryMb: Math.min(share, DATABASE_MB), threads: Math.ceil(memoryMb / MB_PER_VCPU) };
}

/** Below this many readings a second thread takes longer to be woken, statement by statement, than it saves. */
const ONE_THREAD_READINGS = 200_000;

/** A compressed file may hold a reading in a few bytes; one of text takes thirty or more. */
const LEAST_BYTES_OF_READING = 8;

/** About how many readings an upload may hold. @param bytes undefined where the event does not say */
export function readingsIn(bytes: number | undefined): number | undefined {
  return bytes === undefined ? undefined : bytes / LEAST_BYTES_OF_READING;
}

/** @param readings that the database will hold, about; undefined where that is not known */
export function threadsFor(readings: number | undefined, threads: number): number {
  return readings !== undefined && readings < ONE_THREAD_READINGS ? 1 : threads;
}

/**
 * The largest upload that `validate` accepts, and the most readings of a table whose records hold several: these take
 * more disk for their bytes. What was run within the memory, the disk and the time of the functions stands in
 * docs/SCALE.md; `energy split` cuts what is larger.
 */
export const MAX_UPLOAD_BYTES = 2_000_000_000;
export const MAX_READINGS_SIDE_BY_SIDE = 30_000_000;
