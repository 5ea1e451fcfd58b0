import type { IncomingHttpHeaders } from 'node:http';

import { type Algorithm, CHECKSUMS, type Checksum, type DigestValues, isChecksum } from './digests.ts';
import { S3Error } from './errors.ts';

/** What a request's headers say about its body. */
export interface Declared {
  /** Bytes of data, without framing. */
  size: number;
  /** Whether the data is framed as aws-chunked. */
  chunked: boolean;
  /** What has to be computed to check the rest; MD5 always, for the ETag. */
  algorithms: readonly Algorithm[];
  /** Base64. */
  md5?: string;
  /** Hex. */
  sha256?: string;
  /** Without a value when it comes in the trailer. */
  checksum?: { algorithm: Checksum; value?: string };
}

/** A body that has been stored and checked. */
export interface Received {
  /** Bytes, without any framing. */
  size: number;
  /** Hex. */
  md5: string;
  /** Everything that was computed. */
  digests: DigestValues;
  /** The checksum that the client asked to have checked. */
  checksum?: { algorithm: Checksum; value: string };
}

/** Largest body of one request: 5 GiB, S3's limit for a single put and for a part. */
const MAX_BODY = 5 * 1024 ** 3;
const DIGEST_BYTES: Readonly<Record<Checksum, number>> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

/** @throws S3Error MissingContentLength, InvalidDigest, InvalidRequest, EntityTooLarge */
export function declaredBody(headers: IncomingHttpHeaders): Declared {
  const contentSha = one(headers['x-amz-content-sha256']);
  const chunked = contentSha?.startsWith('STREAMING-') === true || codings(headers).includes('aws-chunked');
  const size = bodySize(headers, chunked);
  const md5 = one(headers['content-md5']);
  if (md5 !== undefined && !isDigest(md5, 16)) {
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified is not 16 bytes in base64');
  }
  const sha256 = contentSha !== undefined && /^[0-9a-f]{64}$/.test(contentSha) ? contentSha : undefined;
  const checksum = declaredChecksum(headers);
  const algorithms: Algorithm[] = ['MD5'];
  if (sha256) algorithms.push('SHA256');
  if (checksum) algorithms.push(checksum.algorithm);
  return { size, chunked, algorithms, ...(md5 && { md5 }), ...(sha256 && { sha256 }), ...(checksum && { checksum }) };
}

/** A header's only value, where Node may give a list. */
export function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}

function codings(headers: IncomingHttpHeaders): string[] {
  return (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim());
}

function bodySize(headers: IncomingHttpHeaders, chunked: boolean): number {
  const header = chunked ? one(headers['x-amz-decoded-content-length']) : headers['content-length'];
  const framed = headers['transfer-encoding'] !== undefined;
  if (header === undefined && (chunked || framed)) {
    const which = chunked ? 'x-amz-decoded-content-length' : 'Content-Length';
    throw new S3Error('MissingContentLength', `You must provide the ${which} header`, 411);
  }
  const size = Number(header ?? 0);
  if (!Number.isSafeInteger(size) || size < 0)
    throw new S3Error('InvalidRequest', 'The declared length is not a number');
  if (size > MAX_BODY)
    throw new S3Error('EntityTooLarge', `The body has ${size} bytes; one request may send ${MAX_BODY}`);
  return size;
}

function declaredChecksum(headers: IncomingHttpHeaders): Declared['checksum'] {
  const given = CHECKSUMS.filter((algorithm) => headers[checksumHeader(algorithm)] !== undefined);
  const [algorithm] = given;
  if (given.length > 1) throw new S3Error('InvalidRequest', 'Expecting a single x-amz-checksum- header');
  if (algorithm) {
    const value = one(headers[checksumHeader(algorithm)]) ?? '';
    if (!isDigest(value, DIGEST_BYTES[algorithm])) throw invalidChecksum(algorithm);
    return { algorithm, value };
  }
  const trailer = one(headers['x-amz-trailer'])?.trim().toLowerCase();
  if (trailer === undefined) {
    refuseOtherChecksums(headers);
    return undefined;
  }
  const name = trailer.replace('x-amz-checksum-', '').toUpperCase();
  if (!isChecksum(name)) throw notSupported(trailer);
  return { algorithm: name };
}

// S3 keeps adding algorithms; one that is silently not checked would be worse than a refusal.
function refuseOtherChecksums(headers: IncomingHttpHeaders): void {
  const known = new Set(['x-amz-checksum-mode', 'x-amz-checksum-algorithm', 'x-amz-checksum-type']);
  const other = Object.keys(headers).find((name) => name.startsWith('x-amz-checksum-') && !known.has(name));
  if (other) throw notSupported(other);
}

function notSupported(header: string): S3Error {
  return new S3Error('NotImplemented', `${header} is not implemented; use one of ${CHECKSUMS.join(', ')}`, 501);
}

export function checksumHeader(algorithm: string): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

function isDigest(value: string, bytes: number): boolean {
  return Buffer.from(value, 'base64').length === bytes && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
}

/** Compares what was declared with what arrived. @throws S3Error */
export function verify(
  declared: Declared,
  trailers: ReadonlyMap<string, string> | undefined,
  digests: DigestValues,
): Received {
  const md5 = digests.MD5 ?? '';
  if (declared.md5 !== undefined && declared.md5 !== md5) throw badDigest('Content-MD5');
  if (
    declared.sha256 !== undefined &&
    Buffer.from(digests.SHA256 ?? '', 'base64').toString('hex') !== declared.sha256
  ) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new S3Error('XAmzContentSHA256Mismatch', message);
  }
  const received = { size: declared.size, md5: Buffer.from(md5, 'base64').toString('hex'), digests };
  if (!declared.checksum) return received;
  const { algorithm } = declared.checksum;
  const expected = declared.checksum.value ?? trailers?.get(checksumHeader(algorithm));
  if (expected === undefined) {
    throw new S3Error('MalformedTrailerError', `The trailer ${checksumHeader(algorithm)} was announced but not sent`);
  }
  if (!isDigest(expected, DIGEST_BYTES[algorithm])) throw invalidChecksum(algorithm);
  if (expected !== digests[algorithm]) throw badDigest(algorithm);
  return { ...received, checksum: { algorithm, value: expected } };
}

function badDigest(what: string): S3Error {
  return new S3Error('BadDigest', `The ${what} you specified did not match the calculated checksum.`);
}

function invalidChecksum(algorithm: Checksum): S3Error {
  return new S3Error('InvalidRequest', `Value for ${checksumHeader(algorithm)} header is invalid.`);
}
