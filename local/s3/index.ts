import type { IncomingMessage, ServerResponse } from 'node:http';
import { diskFault } from '../disk-fault.ts';
import { AwsError, type HttpService, type ObjectChange, type ObjectFiles } from '../service.ts';
import { send } from './answer.ts';
import {
  checkBucketName,
  createBucket,
  deleteBucket,
  getBucketLifecycleConfiguration,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
  putBucketVersioning,
} from './buckets.ts';
import type { Context, Handler } from './context.ts';
import { copyObject } from './copy.ts';
import { S3Error } from './errors.ts';
import { HashPool } from './hash-pool.ts';
import { listObjects, listObjectsV2, listObjectVersions } from './listing.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  uploadPart,
  uploadPartCopy,
} from './multipart.ts';
import { Multipart } from './multipart-files.ts';
import { listMultipartUploads, listParts } from './multipart-listing.ts';
import { deleteObject, deleteObjects, putObject, readObject } from './objects.ts';
import { type FilePut, putFile } from './put-file.ts';
import { parseRequest } from './request.ts';
import { type Operation, operationOf } from './route.ts';
import { Store } from './store.ts';
import { errorDocument } from './xml.ts';

export interface S3Options {
  /** The data folder. Objects appear as plain files in `<home>/lake/<bucket>/<key>`. */
  home: string;
  /** Told of each new object and of each delete marker, once it is stored. It must not throw. */
  onChanged(event: ObjectChange): void;
  /** Whether a power failure must not take the objects of a key once their write is answered. None, where not given. */
  lasts?: (key: string) => boolean;
}

export interface S3 extends HttpService, ObjectFiles {
  /** Makes a versioned bucket, as the lake's is; one that exists stays as it is. */
  createBucket(name: string): Promise<void>;
  /** Stores a file of this machine; see put-file.ts. */
  putFile(put: FilePut): Promise<{ version: string; etag: string }>;
  /** How each current object below a prefix came into being. */
  creations(bucket: string, prefix: string): Iterable<ObjectChange>;
  /** The delete markers below a prefix that hide an object now. */
  deletions(bucket: string, prefix: string): Iterable<ObjectChange>;
  close(): Promise<void>;
}

const HANDLERS: Readonly<Record<Operation, Handler>> = {
  ListBuckets: listBuckets,
  CreateBucket: createBucket,
  HeadBucket: headBucket,
  DeleteBucket: deleteBucket,
  GetBucketLocation: getBucketLocation,
  GetBucketVersioning: getBucketVersioning,
  GetBucketLifecycleConfiguration: getBucketLifecycleConfiguration,
  PutBucketVersioning: putBucketVersioning,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListObjectVersions: listObjectVersions,
  ListMultipartUploads: listMultipartUploads,
  DeleteObjects: deleteObjects,
  GetObject: readObject,
  HeadObject: readObject,
  PutObject: putObject,
  CopyObject: copyObject,
  DeleteObject: deleteObject,
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
  ListParts: listParts,
};

/**
 * S3 on a folder. What it lacks is answered 501 NotImplemented, by name.
 *
 * @throws Error when another process serves the same folder, or its file system has no hard links
 */
export async function createS3({ home, onChanged, lasts = () => false }: S3Options): Promise<S3> {
  const store = new Store(home, onChanged, lasts);
  const hashing = new HashPool();
  const context: Context = { store, hashing, multipart: new Multipart(store) };
  return {
    handle: (request, response) => handle(context, request, response),
    file: (bucket, key) => store.file(bucket, key),
    list: (bucket, prefix) => store.list(bucket, prefix),
    async createBucket(name) {
      checkBucketName(name);
      if (!store.catalog.bucket(name)) store.addBucket(name, 'Enabled');
    },
    putFile: (put) => putFile(context, put),
    creations: (bucket, prefix) => store.creations(bucket, prefix),
    deletions: (bucket, prefix) => store.deletions(bucket, prefix),
    async close() {
      await hashing.close();
      store.close();
    },
  };
}

async function handle(context: Context, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const withBody = message.method !== 'HEAD';
  try {
    const request = parseRequest(message);
    response.setHeader('x-amz-request-id', request.id);
    const answer = await HANDLERS[operationOf(request)](context, request);
    await send(response, answer, withBody);
  } catch (error) {
    await sendError(response, message, error, withBody);
  }
}

async function sendError(
  response: ServerResponse,
  message: IncomingMessage,
  error: unknown,
  withBody: boolean,
): Promise<void> {
  if (response.headersSent || response.destroyed) {
    // The client went away, or the bytes cannot be read any more: only breaking the connection tells it so.
    response.destroy();
    return;
  }
  const known = error instanceof AwsError ? error : internal(error);
  const headers = known instanceof S3Error ? known.headers : {};
  const resource = (message.url ?? '/').split('?')[0] ?? '/';
  const id = String(response.getHeader('x-amz-request-id') ?? '');
  const xml = errorDocument({ Code: known.code, Message: known.message, Resource: resource, RequestId: id });
  await send(response, { status: known.status, headers, xml }, withBody);
}

function internal(error: unknown): S3Error {
  const reason = error instanceof Error ? error.message : String(error);
  const fault = diskFault(error);
  if (reason !== 'aborted') console.error('S3 failed:', fault ?? error);
  return new S3Error('InternalError', fault ?? `We encountered an internal error: ${reason}`, 500);
}
