import type { Answer } from './answer.ts';
import { OWNER } from './buckets.ts';
import type { Context } from './context.ts';
import { limitOf, percentEncode } from './listing.ts';
import { isoSeconds, quoted } from './metadata.ts';
import { findUpload } from './multipart.ts';
import type { S3Request } from './request.ts';
import { commonPrefix } from './walk.ts';
import { element, text, xmlDocument } from './xml.ts';

const PAGE = 1000;

export function listParts(context: Context, request: S3Request): Answer {
  const upload = findUpload(context, request);
  const { query } = request;
  const limit = limitOf(query.get('max-parts'), 'max-parts', PAGE);
  const marker = limitOf(query.get('part-number-marker') ?? '0', 'part-number-marker', Number.MAX_SAFE_INTEGER);
  const rest = context.store.catalog.parts(upload.id).filter((part) => part.number > marker);
  const page = rest.slice(0, limit);
  const parts = page.map((part) =>
    element(
      'Part',
      text('PartNumber', part.number),
      text('LastModified', isoSeconds(part.modified)),
      text('ETag', quoted(part.etag)),
      text('Size', part.size),
      upload.algorithm === null ? '' : text(`Checksum${upload.algorithm}`, part.checksum ?? undefined),
    ),
  );
  return {
    xml: xmlDocument(
      'ListPartsResult',
      text('Bucket', upload.bucket),
      text('Key', upload.key),
      text('UploadId', upload.id),
      text('PartNumberMarker', marker),
      text('NextPartNumberMarker', page.at(-1)?.number ?? 0),
      text('MaxParts', limit),
      text('IsTruncated', rest.length > page.length),
      text('StorageClass', 'STANDARD'),
      text('ChecksumAlgorithm', upload.algorithm ?? undefined),
      text('ChecksumType', upload.checksum_type ?? undefined),
      ...parts,
    ),
  };
}

export function listMultipartUploads({ store }: Context, { bucket, query }: S3Request): Answer {
  store.bucket(bucket);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const limit = limitOf(query.get('max-uploads'), 'max-uploads', PAGE);
  const name = query.get('encoding-type') === 'url' ? percentEncode : (key: string) => key;

  const all = store.catalog.uploads(bucket).filter((upload) => upload.key.startsWith(prefix));
  const marked = all.findIndex((upload) => upload.key === keyMarker && upload.id === idMarker);
  const rest =
    marked >= 0
      ? all.slice(marked + 1)
      : all.filter((upload) => Buffer.compare(Buffer.from(upload.key), Buffer.from(keyMarker)) > 0 || keyMarker === '');
  const single = rest.filter((upload) => commonPrefix(upload.key, prefix, delimiter) === undefined);
  const page = single.slice(0, limit);
  const prefixes = new Set(rest.map((upload) => commonPrefix(upload.key, prefix, delimiter) ?? '').filter(Boolean));
  const last = page.at(-1);
  const isTruncated = single.length > page.length;
  return {
    xml: xmlDocument(
      'ListMultipartUploadsResult',
      text('Bucket', bucket),
      text('KeyMarker', name(keyMarker)),
      text('UploadIdMarker', idMarker),
      text('NextKeyMarker', isTruncated && last ? name(last.key) : undefined),
      text('NextUploadIdMarker', isTruncated ? last?.id : undefined),
      text('Prefix', name(prefix)),
      text('Delimiter', delimiter === '' ? undefined : name(delimiter)),
      text('MaxUploads', limit),
      text('EncodingType', query.get('encoding-type')),
      text('IsTruncated', isTruncated),
      ...page.map((upload) =>
        element(
          'Upload',
          text('Key', name(upload.key)),
          text('UploadId', upload.id),
          OWNER,
          text('StorageClass', 'STANDARD'),
          text('Initiated', isoSeconds(upload.created)),
          text('ChecksumAlgorithm', upload.algorithm ?? undefined),
        ),
      ),
      ...[...prefixes].map((prefix) => element('CommonPrefixes', text('Prefix', name(prefix)))),
    ),
  };
}
