import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';

/** What is answered; anything else is refused by name. */
export type Operation =
  | 'ListBuckets'
  | 'CreateBucket'
  | 'HeadBucket'
  | 'DeleteBucket'
  | 'GetBucketLocation'
  | 'GetBucketVersioning'
  | 'PutBucketVersioning'
  | 'GetBucketLifecycleConfiguration'
  | 'ListObjects'
  | 'ListObjectsV2'
  | 'ListObjectVersions'
  | 'ListMultipartUploads'
  | 'DeleteObjects'
  | 'GetObject'
  | 'HeadObject'
  | 'PutObject'
  | 'CopyObject'
  | 'DeleteObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'UploadPartCopy'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListParts';

// Parameters that choose nothing: options of the operations above, and the signature of a presigned URL (old and new).
const OPTIONS = new Set(
  [
    'x-id list-type prefix delimiter max-keys marker start-after continuation-token encoding-type fetch-owner',
    'key-marker version-id-marker upload-id-marker max-uploads max-parts part-number-marker ' +
      'versionId partNumber uploadId',
    'response-content-type response-content-language response-expires response-cache-control',
    'response-content-disposition response-content-encoding max-buckets bucket-region',
    'AWSAccessKeyId Signature Expires',
  ].flatMap((line) => line.split(' ')),
);

/** @throws S3Error NotImplemented, naming the operation */
export function operationOf(request: S3Request): Operation {
  const choosing = [...request.query.keys()].filter((name) => !OPTIONS.has(name) && !/^x-amz-/i.test(name));
  const found = choosing.length > 1 ? undefined : find(request, choosing[0] ?? '');
  if (found) return found;
  throw new S3Error('NotImplemented', `${nameOf(request, choosing)} is not implemented by this local S3`, 501);
}

function find(request: S3Request, choice: string): Operation | undefined {
  const { method, bucket, key, query, headers } = request;
  if (bucket === '') return method === 'GET' && choice === '' ? 'ListBuckets' : undefined;
  if (key === '')
    return BUCKET[`${method} ${choice}`] ?? (method === 'GET' && choice === '' ? listing(query) : undefined);
  const inUpload = query.has('uploadId');
  const copies = headers['x-amz-copy-source'] !== undefined;
  switch (`${method} ${choice}`) {
    case 'GET ':
      return inUpload ? 'ListParts' : 'GetObject';
    case 'HEAD ':
      return 'HeadObject';
    case 'PUT ':
      if (inUpload) return copies ? 'UploadPartCopy' : 'UploadPart';
      return copies ? 'CopyObject' : 'PutObject';
    case 'POST ':
      return inUpload ? 'CompleteMultipartUpload' : undefined;
    case 'POST uploads':
      return 'CreateMultipartUpload';
    case 'DELETE ':
      return inUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    default:
      return undefined;
  }
}

const BUCKET: Readonly<Record<string, Operation>> = {
  'PUT ': 'CreateBucket',
  'HEAD ': 'HeadBucket',
  'DELETE ': 'DeleteBucket',
  'GET location': 'GetBucketLocation',
  'GET versioning': 'GetBucketVersioning',
  'PUT versioning': 'PutBucketVersioning',
  'GET lifecycle': 'GetBucketLifecycleConfiguration',
  'GET versions': 'ListObjectVersions',
  'GET uploads': 'ListMultipartUploads',
  'POST delete': 'DeleteObjects',
};

function listing(query: ReadonlyMap<string, string>): Operation {
  return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
}

/** The name of an operation that is not there: what the SDK says it is, or the method and the parameter. */
function nameOf({ method, query, bucket, key }: S3Request, choosing: readonly string[]): string {
  const said = query.get('x-id');
  if (said !== undefined && /^[A-Za-z]+$/.test(said)) return said;
  const target = key !== '' ? 'object' : bucket !== '' ? 'bucket' : 'service';
  return `${method} ${target}${choosing.length > 0 ? ` ?${choosing.join('&')}` : ''}`;
}
