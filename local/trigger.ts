import { randomUUID } from 'node:crypto';
import type { ObjectCreatedEvent } from '../events/object-created.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION, type ObjectCreated } from './service.ts';

/** The event that EventBridge would send for a new object, field for field. */
export function toEvent(created: ObjectCreated): ObjectCreatedEvent & { detail: { reason: string } } {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: LOCAL_ACCOUNT,
    time: created.time.toISOString(),
    region: LOCAL_REGION,
    resources: [`arn:aws:s3:::${created.bucket}`],
    detail: {
      bucket: { name: created.bucket },
      object: {
        key: created.key,
        size: created.size,
        etag: created.etag,
        'version-id': created.versionId,
        sequencer: created.sequencer,
      },
      reason: created.reason,
    },
  };
}
