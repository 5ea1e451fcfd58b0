import { createHash } from 'node:crypto';
import type { UploadEvent } from '../shared/object-created.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION, type ObjectChange } from './service.ts';

/**
 * The id of an event, which is the name of the run that it starts: always the same for one write, so that it can be
 * told whether that run was started.
 */
function eventId({ bucket, versionId, sequencer }: ObjectChange): string {
  const digest = createHash('sha256').update(`${bucket} ${versionId} ${sequencer}`).digest('hex');
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The event that EventBridge would send for a new object or a delete marker, field for field. */
export function toEvent(change: ObjectChange): UploadEvent {
  const { bucket, key, size, etag, versionId, sequencer, reason, time } = change;
  const envelope = {
    version: '0',
    id: eventId(change),
    source: 'aws.s3' as const,
    account: LOCAL_ACCOUNT,
    time: time.toISOString(),
    region: LOCAL_REGION,
    resources: [`arn:aws:s3:::${bucket}`],
  };
  const object = { key, 'version-id': versionId, sequencer };
  if (reason === 'DeleteObject')
    return {
      ...envelope,
      'detail-type': 'Object Deleted',
      detail: { bucket: { name: bucket }, object, reason, 'deletion-type': 'Delete Marker Created' },
    };
  return {
    ...envelope,
    'detail-type': 'Object Created',
    detail: { bucket: { name: bucket }, object: { ...object, size, etag }, reason },
  };
}
