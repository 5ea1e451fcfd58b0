import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { manifestSchema } from '../../shared/lake/manifest.ts';
import { LOG } from '../../shared/runtime/log.ts';
import { METRICS, METRICS_NAMESPACE } from '../../shared/runtime/metrics.ts';
import { type Backlog, type Lake, watchUploads } from './watch-uploads.ts';

const name = 'watch-uploads';

function createLake(s3: S3Client, Bucket: string): Lake {
  return {
    async *list(Prefix) {
      for await (const { Contents } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
        for (const { Key = '', ETag = '', LastModified } of Contents ?? []) {
          if (LastModified) yield { key: Key, etag: ETag.replaceAll('"', ''), modified: LastModified };
        }
      }
    },
    async manifest(Key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return manifestSchema.safeParse(JSON.parse((await Body?.transformToString('utf-8')) ?? 'null')).data;
    },
  };
}

/** Runs on a schedule: its one metric is what an alarm watches. */
export async function handler(): Promise<Backlog> {
  const { LAKE_BUCKET } = z.object({ LAKE_BUCKET: z.string().min(3) }).parse(process.env);
  const namespace = process.env.POWERTOOLS_METRICS_NAMESPACE ?? METRICS_NAMESPACE;
  const backlog = await watchUploads(createLake(new S3Client({}), LAKE_BUCKET), new Date());
  const metrics = new Metrics({ namespace, serviceName: name });
  metrics.addMetric('OldestUnprocessedUpload', MetricUnit[METRICS.OldestUnprocessedUpload], backlog.oldestSeconds);
  metrics.publishStoredMetrics();
  new Logger({ serviceName: name }).info(LOG.uploadsWatched, { ...backlog });
  return backlog;
}
