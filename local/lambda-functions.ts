import { type FunctionName, functionNames, LAMBDA_FUNCTIONS } from '../shared/runtime/lambda-functions.ts';
import type { FunctionSettings } from './lambda/index.ts';

/** Where the functions find what they work with. */
export interface Surroundings {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly database: string;
  /** What the functions sign with, so that the stack that started them knows them. */
  readonly accessKeyId?: string;
}

/**
 * The SDK's own checksums guard what crosses a network; over loopback they only cost time (a third of a large upload's).
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html
 */
const LOOPBACK_CHECKSUMS = {
  AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
  AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
} as const;

/** A function as the local runtime starts it: the size that it has on AWS, and the stack's address in its environment. */
export function functionSettings(
  name: FunctionName,
  { endpoint, region, bucket, database, accessKeyId = 'local' }: Surroundings,
  settings: Readonly<Record<string, string>> = {},
): FunctionSettings {
  const { entry, memoryMb, timeoutSeconds, ephemeralMb } = LAMBDA_FUNCTIONS[name];
  return {
    handler: new URL(`../${entry}`, import.meta.url).href,
    memoryMb,
    timeoutSeconds,
    ephemeralMb,
    env: {
      ...settings,
      LAKE_BUCKET: bucket,
      GLUE_DATABASE: database,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'local',
      POWERTOOLS_TRACE_ENABLED: 'false',
      ...LOOPBACK_CHECKSUMS,
    },
  };
}

/** @returns the name, when it is one of a function */
export function functionNamed(name: string): FunctionName | undefined {
  return functionNames().find((each) => each === name);
}
