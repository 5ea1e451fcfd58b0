/** Starting a run for an object that is in the lake already, as a person does when its event was lost. */
import { randomUUID } from 'node:crypto';
import { PREFIXES } from '../../shared/lake/keys.ts';
import { createLakeStore } from '../../shared/lake/s3-lake.ts';
import type { ObjectCreatedEvent } from '../../shared/object-created.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import type { Connection } from '../connection.ts';
import { CliError, usageError } from '../errors.ts';

/**
 * The object stays as it is, so its metadata (zone, site, layout) holds.
 * @param named key of the upload, raw text, or its whole s3 address
 * @returns the name of the run
 * @throws CliError when there is no such upload
 */
export async function startUpload(connection: Connection, named: string): Promise<string> {
  // As other tools print and copy it.
  const address = `s3://${connection.bucket}/`;
  const key = named.startsWith(address) ? named.slice(address.length) : named;
  if (!key.startsWith(PREFIXES.raw)) {
    throw usageError(`'${sanitize(key)}' is no upload: uploads are below ${PREFIXES.raw}.`);
  }
  const { bucket, stateMachineArn } = connection;
  const head = await createLakeStore(await connection.clients.s3(), bucket).head(key);
  if (head === undefined) {
    throw new CliError(`There is no object s3://${bucket}/${sanitize(key)}.`, {
      hint: 'Give the key as the lake has it, without the name of the bucket.',
    });
  }
  const { etag, version, size } = head;
  // Without a sequencer: whether the object is the newest of its key is looked up.
  const event: ObjectCreatedEvent = {
    id: randomUUID(),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    time: new Date().toISOString(),
    detail: {
      bucket: { name: bucket },
      object: { key, size, etag, ...(version === undefined ? {} : { 'version-id': version }) },
      reason: 'replay',
    },
    rerun: true,
  };
  const [sfn, { StartExecutionCommand }] = await Promise.all([connection.clients.sfn(), import('@aws-sdk/client-sfn')]);
  const started = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(event) }));
  return started.executionArn?.split(':').at(-1) ?? '';
}
