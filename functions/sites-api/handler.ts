import { tmpdir } from 'node:os';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { handle } from 'hono/aws-lambda';
import { z } from 'zod';
import { createLakeStore } from '../../shared/lake/s3-lake.ts';
import { databaseLimits } from '../../shared/runtime/lambda-functions.ts';
import { readServedEnvironment } from '../../shared/served/environment.ts';
import { createServedStore } from '../../shared/served/store.ts';
import { API_AUTHORISERS } from './access.ts';
import { createApp } from './app.ts';

const { SERVED_TABLE } = readServedEnvironment(process.env);
const { LAKE_BUCKET, API_AUTHORISER, API_VERSION, AWS_LAMBDA_FUNCTION_MEMORY_SIZE, AWS_ENDPOINT_URL } = z
  .object({
    LAKE_BUCKET: z.string().min(3),
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
const app = createApp({
  ...{ s3, folder, authoriser: API_AUTHORISER, version: API_VERSION },
  lake: createLakeStore(s3, LAKE_BUCKET),
  store: createServedStore(new DynamoDBClient({}), SERVED_TABLE),
  database: { ...databaseLimits(AWS_LAMBDA_FUNCTION_MEMORY_SIZE), threads: 1, folder },
  now: () => new Date(),
});

/** What API Gateway's HTTP API calls, with its events of version 2.0. */
export const handler = handle(app);
