import { createHash } from 'node:crypto';
import type { ObjectCreatedEvent } from '../shared/object-created.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION, type ObjectCreated } from './service.ts';

/**
 * The id of an event, which is the name of the run that it starts: always the same for one write, so that it can be
 * told whether that run was started.
 */
function eventId({ bucket, versionId, sequencer }: ObjectCreated): string {
  const digest = createHash('sha256').update(`${bucket} ${versionId} ${sequencer}`).digest('hex');
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The event that EventBridge would send for a new object, field for field. */
export function toEvent(created: ObjectCreated): ObjectCreatedEvent & { detail: { reason: string } } {
  return {
    version: '0',
    id: eventId(created),
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
