import { createHash, randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { Answer } from './answer.ts';
import { readBody, receive } from './body.ts';
import { writeCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { copyResult, findSource } from './copy.ts';
import { checksumHeader, declaredBody, one } from './declared.ts';
import { type Checksum, compositeChecksum, isChecksum, wholeChecksum } from './digests.ts';
import { invalidArgument, malformedXml, noSuchUpload, S3Error } from './errors.ts';
import { checksumHeaders, metadataOf, quoted, versionHeader } from './metadata.ts';
import { appendRange } from './multipart-files.ts';
import { resolveRange } from './range.ts';
import type { S3Request } from './request.ts';
import type { Part, Upload, Version } from './rows.ts';
import { parseXml, text, xmlDocument } from './xml.ts';

const MAX_PARTS = 10_000;
const MIN_PART = 5 * 1024 ** 2;
const MAX_COMPLETION = 4 * 1024 ** 2;

export function createMultipartUpload({ store }: Context, request: S3Request): Answer {
  const { bucket, key, headers } = request;
  store.bucket(bucket);
  const algorithm = one(headers['x-amz-checksum-algorithm'])?.toUpperCase();
  if (algorithm !== undefined && !isChecksum(algorithm)) {
    throw new S3Error('NotImplemented', `The checksum algorithm ${algorithm} is not implemented`, 501);
  }
  const type = checksumType(algorithm, one(headers['x-amz-checksum-type']));
  const id = randomBytes(16).toString('hex');
  const meta = metadataOf(headers);
  const upload = { id, bucket, key, created: Date.now(), meta, algorithm: algorithm ?? null };
  store.catalog.addUpload({ ...upload, checksum_type: type ?? null, stride: null });
  return {
    headers: {
      ...(algorithm && { 'x-amz-checksum-algorithm': algorithm }),
      ...(type && { 'x-amz-checksum-type': type }),
    },
    xml: xmlDocument('InitiateMultipartUploadResult', text('Bucket', bucket), text('Key', key), text('UploadId', id)),
  };
}

function checksumType(algorithm: Checksum | undefined, asked: string | undefined): Upload['checksum_type'] | undefined {
  if (algorithm === undefined) return undefined;
  const type = asked ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const impossible = algorithm.startsWith('SHA') ? 'FULL_OBJECT' : algorithm === 'CRC64NVME' ? 'COMPOSITE' : '';
  if ((type !== 'FULL_OBJECT' && type !== 'COMPOSITE') || type === impossible) {
    throw new S3Error(
      'InvalidRequest',
      `The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
    );
  }
  return type;
}

export async function uploadPart({ store, hashing, multipart }: Context, request: S3Request): Promise<Answer> {
  const upload = findUpload({ store }, request);
  const number = partNumber(request);
  const declared = declaredBody(request.headers);
  const wanted = algorithmOf(upload);
  if (wanted && declared.checksum && declared.checksum.algorithm !== wanted) {
    const message =
      `Checksum Type mismatch occurred, expected checksum Type: ${wanted}, ` +
      `actual checksum Type: ${declared.checksum.algorithm}`;
    throw new S3Error('InvalidRequest', message);
  }
  const algorithms = wanted ? [...declared.algorithms, wanted] : declared.algorithms;
  const place = multipart.place(upload, number, declared.size);
  try {
    const to = { file: store.blobFile(place.blob), position: place.position, exists: place.shared };
    const { size, md5, digests, checksum } = await receive(request.message, { ...declared, algorithms }, to, hashing);
    const { blob, position } = place;
    const value = wanted ? (digests[wanted] ?? null) : null;
    record({ store }, upload, { number, blob, position, size, etag: md5, modified: Date.now(), checksum: value });
    return {
      headers: { etag: quoted(md5), ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value }) },
    };
  } catch (error) {
    if (!place.shared) store.dropBlob(place.blob);
    throw error;
  } finally {
    place.release();
  }
}

export async function uploadPartCopy(context: Context, request: S3Request): Promise<Answer> {
  const { store, hashing } = context;
  const upload = findUpload(context, request);
  const number = partNumber(request);
  const source = findSource(context, request);
  const header = one(request.headers['x-amz-copy-source-range']);
  const range = resolveRange(header, source.size);
  if (header !== undefined && !range) throw invalidArgument('x-amz-copy-source-range must be bytes=first-last');
  const { start, length } = range ?? { start: 0, length: source.size };
  const wanted = algorithmOf(upload);
  const blob = store.newBlob();
  try {
    const target = await open(store.blobFile(blob), 'wx');
    try {
      await appendRange(target, store.blobFile(source.blob ?? ''), start, length);
    } finally {
      await target.close();
    }
    const following = hashing.follow(store.blobFile(blob), 0, wanted ? ['MD5', wanted] : ['MD5']);
    following.written(length);
    const values = await following.finish();
    const etag = Buffer.from(values.MD5 ?? '', 'base64').toString('hex');
    const checksum = wanted ? (values[wanted] ?? null) : null;
    const modified = Date.now();
    record(context, upload, { number, blob, position: 0, size: length, etag, modified, checksum });
    const checksums: Record<string, string> = wanted && checksum !== null ? { [wanted]: checksum } : {};
    return { xml: xmlDocument('CopyPartResult', ...copyResult(etag, modified, checksums)) };
  } catch (error) {
    store.dropBlob(blob);
    throw error;
  }
}

/** Notes a part whose bytes are complete; the same part sent before gives way. @throws S3Error NoSuchUpload */
function record({ store }: Pick<Context, 'store'>, upload: Upload, part: Omit<Part, 'upload'>): void {
  const { catalog } = store;
  // It may have been completed or aborted while the part was arriving.
  if (!catalog.upload(upload.id)) throw noSuchUpload(upload.id);
  const replaced = catalog.parts(upload.id).find(({ number }) => number === part.number);
  catalog.setPart({ ...part, upload: upload.id });
  if (replaced && replaced.blob !== upload.id) store.dropBlob(replaced.blob);
}

/** @throws S3Error NoSuchUpload */
export function findUpload({ store }: Pick<Context, 'store'>, { bucket, key, query }: S3Request): Upload {
  store.bucket(bucket);
  const id = query.get('uploadId') ?? '';
  const upload = store.catalog.upload(id);
  if (!upload || upload.bucket !== bucket || upload.key !== key) throw noSuchUpload(id);
  return upload;
}

function partNumber({ query }: S3Request): number {
  const number = Number(query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > MAX_PARTS) {
    throw invalidArgument(`Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`);
  }
  return number;
}

function algorithmOf(upload: Upload): Checksum | undefined {
  return upload.algorithm !== null && isChecksum(upload.algorithm) ? upload.algorithm : undefined;
}

export function abortMultipartUpload(context: Context, request: S3Request): Answer {
  context.multipart.forget(findUpload(context, request));
  return { status: 204 };
}

const completedPart = z.strictObject({
  PartNumber: z.coerce.number().int().min(1).max(MAX_PARTS),
  ETag: z.string(),
  ChecksumCRC32: z.string().optional(),
  ChecksumCRC32C: z.string().optional(),
  ChecksumCRC64NVME: z.string().optional(),
  ChecksumSHA1: z.string().optional(),
  ChecksumSHA256: z.string().optional(),
});
const completion = z.object({
  CompleteMultipartUpload: z.strictObject({ Part: z.array(completedPart).min(1).max(MAX_PARTS) }),
});

export async function completeMultipartUpload(context: Context, request: S3Request): Promise<Answer> {
  const { store, multipart } = context;
  const { bucket, key, headers, message } = request;
  const upload = findUpload(context, request);
  // The checksum headers speak of the object; the body is only the list of parts.
  const body = await readBody(message, bodyOnly(request), MAX_COMPLETION);
  const parsed = completion.safeParse(parseXml(body));
  if (!parsed.success) throw malformedXml(z.prettifyError(parsed.error));
  const parts = chooseParts(store.catalog.parts(upload.id), parsed.data.CompleteMultipartUpload.Part, upload);
  const condition = writeCondition(headers, key);
  condition.first(store.catalog.latest(bucket, key));
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const expected = one(headers['x-amz-mp-object-size']);
  if (expected !== undefined && Number(expected) !== size) {
    throw new S3Error('InvalidRequest', `x-amz-mp-object-size is ${expected}, but the parts have ${size} bytes`);
  }
  const meta = { ...upload.meta, ...objectChecksum(upload, parts), parts: parts.map((part) => part.size) };
  checkObjectChecksum(request, meta.checksums);

  const { blob, seal } = await multipart.assemble(upload, parts);
  await store.settle({ key, blob });
  // Between here and the end nothing waits, so that two completions of one upload cannot both succeed.
  if (!store.catalog.upload(upload.id)) {
    store.discard(blob);
    throw noSuchUpload(upload.id);
  }
  const etag = multipartEtag(parts);
  const incoming = { bucket, key, blob, size, etag, meta, reason: 'CompleteMultipartUpload' } as const;
  try {
    const guard = (latest: Version | undefined) => {
      condition.again(latest);
      seal();
    };
    const version = store.commit({ ...incoming, guard });
    multipart.forget(upload, blob);
    const { versioning } = store.bucket(bucket);
    const described = [text('Location', `http://${headers.host}/${bucket}/${encodeURI(key)}`), text('Bucket', bucket)];
    const checksums = Object.entries(meta.checksums).map(([name, value]) => text(`Checksum${name}`, value));
    const type = text('ChecksumType', meta.checksumType);
    return {
      headers: versionHeader(version, versioning),
      xml: xmlDocument(
        'CompleteMultipartUploadResult',
        ...described,
        text('Key', key),
        text('ETag', quoted(etag)),
        ...checksums,
        type,
      ),
    };
  } catch (error) {
    if (blob !== upload.id) store.discard(blob);
    throw error;
  }
}

function bodyOnly({ headers }: S3Request) {
  const names = Object.keys(headers).filter((name) => !name.startsWith('x-amz-checksum-'));
  return declaredBody(Object.fromEntries(names.map((name) => [name, headers[name]])));
}

/** The parts that a completion names. @throws S3Error InvalidPart, InvalidPartOrder, EntityTooSmall */
function chooseParts(stored: readonly Part[], named: readonly z.infer<typeof completedPart>[], upload: Upload): Part[] {
  const byNumber = new Map(stored.map((part) => [part.number, part]));
  const algorithm = algorithmOf(upload);
  const chosen = named.map((one, index) => {
    if (index > 0 && one.PartNumber <= (named[index - 1]?.PartNumber ?? 0)) {
      throw new S3Error('InvalidPartOrder', 'The list of parts was not in ascending order');
    }
    const part = byNumber.get(one.PartNumber);
    const checksum = algorithm && one[`Checksum${algorithm}`];
    const differs =
      part?.etag !== one.ETag.replaceAll('"', '') || (checksum !== undefined && checksum !== part.checksum);
    if (!part || differs) {
      const otherwise = 'or its entity tag or checksum is not the one that was uploaded';
      const message = `Part ${one.PartNumber} was not uploaded, ${otherwise}`;
      throw new S3Error('InvalidPart', message);
    }
    return part;
  });
  const small = chosen.slice(0, -1).find((part) => part.size < MIN_PART);
  if (small) {
    const message =
      `Part ${small.number} has ${small.size} bytes; ` + `every part but the last must have ${MIN_PART} or more`;
    throw new S3Error('EntityTooSmall', message);
  }
  return chosen;
}

/** MD5 over the parts' MD5s, and their number. */
function multipartEtag(parts: readonly Part[]): string {
  const hash = createHash('md5');
  for (const { etag } of parts) hash.update(Buffer.from(etag, 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}

function objectChecksum(upload: Upload, parts: readonly Part[]) {
  const algorithm = algorithmOf(upload);
  const pieces = parts.map(({ checksum, size }) => ({ checksum: checksum ?? '', size }));
  if (!algorithm || upload.checksum_type === null) return { checksums: {} };
  const value =
    upload.checksum_type === 'FULL_OBJECT'
      ? wholeChecksum(algorithm, pieces)
      : compositeChecksum(
          algorithm,
          pieces.map((piece) => piece.checksum),
        );
  return value === undefined
    ? { checksums: {} }
    : { checksums: { [algorithm]: value }, checksumType: upload.checksum_type };
}

/** @throws S3Error BadDigest */
function checkObjectChecksum({ headers }: S3Request, checksums: Readonly<Record<string, string>>): void {
  for (const [header, value] of Object.entries(checksumHeaders({ headers: {}, user: {}, checksums }))) {
    const expected = one(headers[header]);
    // A composite value may be given with or without the number of parts.
    if (expected !== undefined && expected !== value && expected !== value.split('-')[0]) {
      throw new S3Error('BadDigest', `The ${header} you specified did not match the calculated checksum.`);
    }
  }
}
