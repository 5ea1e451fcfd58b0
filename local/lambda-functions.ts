import {
  type FunctionName,
  type FunctionShape,
  functionNames,
  LAMBDA_FUNCTIONS,
} from '../shared/runtime/lambda-functions.ts';
import type { FunctionSettings } from './lambda/index.ts';
import { LOOPBACK_CHECKSUM_VARIABLES } from './loopback-checksums.ts';

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
 * A function as the local runtime starts it: the size that it has on AWS, and the stack's address in its environment.
 */
export function functionSettings(
  name: FunctionName,
  surroundings: Surroundings,
  settings: Readonly<Record<string, string>> = {},
): FunctionSettings {
  return settingsOf(LAMBDA_FUNCTIONS[name], surroundings, settings);
}

/** As `functionSettings`, of a function beside the workflow. */
export function settingsOf(
  { entry, memoryMb, timeoutSeconds, ephemeralMb }: Omit<FunctionShape, 'placeholder' | 'why'>,
  { endpoint, region, bucket, database, accessKeyId = 'local' }: Surroundings,
  settings: Readonly<Record<string, string>> = {},
): FunctionSettings {
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
      ...LOOPBACK_CHECKSUM_VARIABLES,
    },
  };
}

/** @returns the name, when it is one of a function */
export function functionNamed(name: string): FunctionName | undefined {
  return functionNames().find((each) => each === name);
}
