import { z } from 'zod';
import { LOCAL_REGION } from '../service.ts';
import type { Answer } from './answer.ts';
import { readBody } from './body.ts';
import type { Context } from './context.ts';
import { declaredBody } from './declared.ts';
import { malformedXml, S3Error } from './errors.ts';
import { isoSeconds } from './metadata.ts';
import type { S3Request } from './request.ts';
import { element, parseXml, text, xmlDocument } from './xml.ts';

/** Everything here belongs to one owner; clients only want the element to be there. */
export const OWNER = element('Owner', text('ID', '0'.repeat(64)), text('DisplayName', 'local'));

const MAX_XML = 64 * 1024;

export function listBuckets({ store }: Context): Answer {
  const buckets = store.catalog.buckets().map(({ name, created }) => {
    return element('Bucket', text('Name', name), text('CreationDate', isoSeconds(created)));
  });
  return { xml: xmlDocument('ListAllMyBucketsResult', OWNER, element('Buckets', ...buckets)) };
}

export async function createBucket({ store }: Context, request: S3Request): Promise<Answer> {
  const { bucket, headers, message } = request;
  // The location that the body may name makes no difference here.
  await readBody(message, declaredBody(headers), MAX_XML);
  checkBucketName(bucket);
  if (store.catalog.bucket(bucket)) {
    throw new S3Error('BucketAlreadyOwnedByYou', `The bucket ${bucket} exists already and is yours`, 409);
  }
  store.addBucket(bucket, '');
  return { headers: { location: `/${bucket}` } };
}

/** @throws S3Error InvalidBucketName; a name that passes is also a safe folder name */
export function checkBucketName(name: string): void {
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || name.includes('..') || isAddress) {
    const rule = '3 to 63 lower-case letters, digits, dots and hyphens, beginning and ending with a letter or digit';
    throw new S3Error('InvalidBucketName', `The bucket name is not valid: it must have ${rule}`);
  }
}

export function headBucket({ store }: Context, { bucket }: S3Request): Answer {
  store.bucket(bucket);
  return { headers: { 'x-amz-bucket-region': LOCAL_REGION } };
}

export function deleteBucket({ store }: Context, { bucket }: S3Request): Answer {
  store.bucket(bucket);
  store.removeBucket(bucket);
  return { status: 204 };
}

export function getBucketLocation({ store }: Context, { bucket }: S3Request): Answer {
  store.bucket(bucket);
  // us-east-1 is the one region that S3 writes as nothing.
  return { xml: xmlDocument('LocationConstraint') };
}

export function getBucketVersioning({ store }: Context, { bucket }: S3Request): Answer {
  const { versioning } = store.bucket(bucket);
  return { xml: xmlDocument('VersioningConfiguration', text('Status', versioning || undefined)) };
}

/** Nothing expires here. */
export function getBucketLifecycleConfiguration({ store }: Context, { bucket }: S3Request): Answer {
  store.bucket(bucket);
  throw new S3Error('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', 404);
}

const versioningBody = z.object({
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }),
});

export async function putBucketVersioning({ store }: Context, request: S3Request): Promise<Answer> {
  const { bucket, headers, message } = request;
  store.bucket(bucket);
  const parsed = versioningBody.safeParse(parseXml(await readBody(message, declaredBody(headers), MAX_XML)));
  if (!parsed.success) throw malformedXml('Status must be Enabled or Suspended, and MFA delete is not implemented');
  store.catalog.setVersioning(bucket, parsed.data.VersioningConfiguration.Status);
  return {};
}
