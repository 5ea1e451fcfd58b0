import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { FileTooLarge, type LakeStore, type ListedObject, ObjectGone, type Pin } from '../runtime/lake-port.ts';

const COPY_CHUNK_BYTES = 1024 * 1024;
/** A body in memory costs half of a stream's time; beyond this size memory must stay flat. */
const SMALL_BYTES = 1024 * 1024;

/**
 * The lake in an S3 bucket.
 *
 * S3 tells only those who may list a bucket that an object does not exist; to the functions, which may not, it answers
 * 403. So `head` and `getText` take that for absence: should the object exist after all, the conditional write that
 * follows a look at a manifest says so.
 */
export function createLakeStore(s3: S3Client, bucket: string): LakeStore {
  const at = (key: string, pin?: Pin): GetObjectCommandInput => ({
    Bucket: bucket,
    Key: key,
    ...(pin?.version ? { VersionId: pin.version } : pin?.etag ? { IfMatch: pin.etag } : {}),
  });

  return {
    bucket,

    async download(key, file, pin, maxBytes = Number.POSITIVE_INFINITY) {
      const object = await s3.send(new GetObjectCommand(at(key, pin))).catch((error: unknown) => {
        if (isAbsent(error)) throw new ObjectGone(`s3://${bucket}/${key} is no longer what the event named`);
        throw error;
      });
      if (!(object.Body instanceof Readable)) throw new Error(`s3://${bucket}/${key}: the answer has no body`);
      const bytes = object.ContentLength ?? 0;
      if (bytes > maxBytes) {
        object.Body.destroy();
        throw new FileTooLarge(bytes, maxBytes);
      }
      await pipeline(object.Body, createWriteStream(file, { highWaterMark: COPY_CHUNK_BYTES }));
      return { bytes };
    },

    async head(key, pin) {
      try {
        const head = await s3.send(new HeadObjectCommand(at(key, pin)));
        return {
          etag: unquote(head.ETag ?? ''),
          version: versionOf(head.VersionId),
          size: head.ContentLength ?? 0,
          modified: head.LastModified,
          metadata: head.Metadata ?? {},
        };
      } catch (error) {
        if (isAbsent(error) || (error instanceof Error && statusOf(error) === 403)) return undefined;
        throw error;
      }
    },

    async upload(key, file, contentType) {
      const { size } = await stat(file);
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body:
            size <= SMALL_BYTES ? await readFile(file) : createReadStream(file, { highWaterMark: COPY_CHUNK_BYTES }),
          ContentLength: size,
          ContentType: contentType,
        }),
      );
    },

    async putText(key, text, contentType) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: contentType }));
    },

    async getText(key) {
      try {
        const object = await s3.send(new GetObjectCommand(at(key)));
        return { text: (await object.Body?.transformToString('utf-8')) ?? '', etag: unquote(object.ETag ?? '') };
      } catch (error) {
        if (isAbsent(error) || (error instanceof Error && error.name === 'AccessDenied')) return undefined;
        throw error;
      }
    },

    async putTextIf(key, text, contentType, ifMatch) {
      try {
        await s3.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: text,
            ContentType: contentType,
            ...(ifMatch === null ? { IfNoneMatch: '*' } : { IfMatch: ifMatch }),
          }),
        );
        return true;
      } catch (error) {
        // 412: somebody else wrote, or an SDK retry met its own first write. 409: a concurrent conditional write.
        // 404: If-Match on an object that was deleted. Each time the caller reads again and decides again.
        if (error instanceof Error && CONDITION_FAILED.has(error.name)) return false;
        throw error;
      }
    },

    async remove(key) {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },

    async list(prefix, limit) {
      const found: ListedObject[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
        for (const { Key, LastModified } of Contents)
          if (Key && LastModified) found.push({ key: Key, modified: LastModified });
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    },
  };
}

const CONDITION_FAILED = new Set(['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey', 'NotFound']);

/** Also when the pinned etag is no longer the object's (412), or the version was deleted (405 on a delete marker). */
const ABSENT = new Set(['NoSuchKey', 'NoSuchVersion', 'NotFound', 'PreconditionFailed', 'MethodNotAllowed']);

function isAbsent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = statusOf(error);
  return ABSENT.has(error.name) || status === 404 || status === 405 || status === 412;
}

/** HEAD has no body, so the SDK knows only the status. */
function statusOf(error: Error): unknown {
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
    ? metadata.httpStatusCode
    : undefined;
}

function unquote(etag: string): string {
  return etag.replace(/^"|"$/g, '');
}

/** A bucket that never had versioning reports none, or the word null. */
function versionOf(version: string | undefined): string | undefined {
  return version === undefined || version === 'null' ? undefined : version;
}
