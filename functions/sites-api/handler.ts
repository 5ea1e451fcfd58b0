import { tmpdir } from 'node:os';
import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { handle } from 'hono/aws-lambda';
import { z } from 'zod';
import { createLakeStore } from '../../shared/lake/s3-lake.ts';
import { databaseLimits } from '../../shared/runtime/lambda-functions.ts';
import { readServedEnvironment } from '../../shared/served/environment.ts';
import { checksOf } from '../../shared/served/health.ts';
import { createServedStore } from '../../shared/served/store.ts';
import { API_AUTHORISERS } from './access.ts';
import { createApp } from './app.ts';

const { SERVED_TABLE } = readServedEnvironment(process.env);
const {
  LAKE_BUCKET,
  STATE_MACHINE_ARN,
  ATHENA_WORKGROUP,
  API_AUTHORISER,
  API_VERSION,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  AWS_ENDPOINT_URL,
} = z
  .object({
    LAKE_BUCKET: z.string().min(3),
    STATE_MACHINE_ARN: z.string().min(1),
    ATHENA_WORKGROUP: z.string().min(1),
    API_AUTHORISER: z.enum(API_AUTHORISERS),
    API_VERSION: z.string(),
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: z.coerce.number().int().positive(),
    /** Set on a laptop only, where buckets have no names of hosts. */
    AWS_ENDPOINT_URL: z.string().optional(),
  })
  .parse(process.env);

const s3 = new S3Client({
  forcePathStyle: AWS_ENDPOINT_URL !== undefined,
  // Else an address that is signed for an upload holds the checksum of an empty file.
  requestChecksumCalculation: 'WHEN_REQUIRED',
});
const folder = tmpdir();
const lake = createLakeStore(s3, LAKE_BUCKET);
const store = createServedStore(new DynamoDBClient({}), SERVED_TABLE);
const workflow = { sfn: new SFNClient({}), stateMachineArn: STATE_MACHINE_ARN };
const queries = { athena: new AthenaClient({}), workgroup: ATHENA_WORKGROUP };
const app = createApp({
  ...{ s3, lake, store, folder, authoriser: API_AUTHORISER, version: API_VERSION },
  checks: checksOf({ lake, store, ...workflow, ...queries }),
  database: { ...databaseLimits(AWS_LAMBDA_FUNCTION_MEMORY_SIZE), threads: 1, folder },
  now: () => new Date(),
});

/** What API Gateway's HTTP API calls, with its events of version 2.0. */
export const handler = handle(app);
