import { writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { ChunkedDecoder } from './chunked.ts';
import { type Declared, verify } from './declared.ts';
import { type Checksum, Digests, type DigestValues } from './digests.ts';
import { S3Error } from './errors.ts';
import type { HashPool } from './hash-pool.ts';

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

/** Where a body goes: a new file, or a place in one that exists. */
export interface Destination {
  file: string;
  position: number;
  exists: boolean;
}

// Below this, one write from memory is faster than opening, streaming and another thread.
const IN_MEMORY = 256 * 1024;
const BLOCK = 1 << 20;

/**
 * Stores a request's body and checks it against everything the client declared about it. Memory stays at a few megabytes
 * whatever the size. On failure the destination holds an unusable part; the caller drops it.
 *
 * @throws S3Error BadDigest, XAmzContentSHA256Mismatch, IncompleteBody, MalformedTrailerError
 */
export async function receive(
  message: IncomingMessage,
  declared: Declared,
  to: Destination,
  hashing: HashPool,
): Promise<Received> {
  const decoder = declared.chunked ? new ChunkedDecoder() : undefined;
  const inMemory = declared.size <= IN_MEMORY && !to.exists;
  const digests = inMemory
    ? await receiveSmall(message, declared, decoder, to)
    : await receiveLarge(message, declared, decoder, to, hashing);
  return verify(declared, decoder?.trailers, digests);
}

/** Reads a whole small body (XML, mostly). @throws S3Error when it is longer than `limit` bytes */
export async function readBody(message: IncomingMessage, declared: Declared, limit: number): Promise<Buffer> {
  if (declared.size > limit) {
    throw new S3Error('EntityTooLarge', `The body has ${declared.size} bytes; at most ${limit} are allowed here`);
  }
  const decoder = declared.chunked ? new ChunkedDecoder() : undefined;
  const body = await collect(message, declared, decoder);
  const digests = new Digests(declared.algorithms);
  digests.update(body);
  verify(declared, decoder?.trailers, digests.digest());
  return body;
}

async function receiveSmall(
  message: IncomingMessage,
  declared: Declared,
  decoder: ChunkedDecoder | undefined,
  to: Destination,
): Promise<DigestValues> {
  const body = await collect(message, declared, decoder);
  const digests = new Digests(declared.algorithms);
  digests.update(body);
  writeFileSync(to.file, body, { flag: 'wx' });
  return digests.digest();
}

async function collect(message: IncomingMessage, declared: Declared, decoder?: ChunkedDecoder): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const data of payload(message, decoder)) {
    size += data.length;
    checkNotLonger(size, declared);
    pieces.push(data);
  }
  checkComplete(size, declared);
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
}

async function receiveLarge(
  message: IncomingMessage,
  declared: Declared,
  decoder: ChunkedDecoder | undefined,
  to: Destination,
  hashing: HashPool,
): Promise<DigestValues> {
  const handle = await open(to.file, to.exists ? 'r+' : 'wx');
  const digests = hashing.follow(to.file, to.position, declared.algorithms);
  const writer = new BlockWriter(handle, to.position, (end) => digests.written(end));
  try {
    let size = 0;
    for await (const data of payload(message, decoder)) {
      size += data.length;
      checkNotLonger(size, declared);
      await writer.add(data);
    }
    await writer.finish();
    checkComplete(size, declared);
  } catch (error) {
    digests.drop();
    throw error;
  } finally {
    // A write may still be under way after a failure; its place in the file must not be given to another before it ended.
    await writer.settled();
    await handle.close();
  }
  return digests.finish();
}

/** The body's data in pieces, without framing. */
async function* payload(message: IncomingMessage, decoder: ChunkedDecoder | undefined): AsyncGenerator<Buffer> {
  if (!decoder) {
    for await (const piece of message) yield piece;
    return;
  }
  let pieces: Buffer[] = [];
  for await (const piece of message) {
    decoder.push(piece, (data) => pieces.push(data));
    yield* pieces;
    pieces = [];
  }
  decoder.finish();
}

/** Gathers pieces into blocks of a megabyte and writes one while the next one fills. */
class BlockWriter {
  readonly #handle: FileHandle;
  readonly #written: (end: number) => void;
  #position: number;
  #pieces: Buffer[] = [];
  #gathered = 0;
  #underWay: Promise<void> = Promise.resolve();

  constructor(handle: FileHandle, position: number, written: (end: number) => void) {
    this.#handle = handle;
    this.#position = position;
    this.#written = written;
  }

  async add(piece: Buffer): Promise<void> {
    this.#pieces.push(piece);
    this.#gathered += piece.length;
    if (this.#gathered >= BLOCK) await this.#flush();
  }

  async finish(): Promise<void> {
    if (this.#gathered > 0) await this.#flush();
    await this.#underWay;
  }

  async settled(): Promise<void> {
    await this.#underWay.catch(() => undefined);
  }

  async #flush(): Promise<void> {
    await this.#underWay;
    const pieces = this.#pieces;
    const position = this.#position;
    const end = position + this.#gathered;
    this.#pieces = [];
    this.#gathered = 0;
    this.#position = end;
    this.#underWay = writeAll(this.#handle, pieces, position).then(() => this.#written(end));
    this.#underWay.catch(() => undefined);
  }
}

async function writeAll(handle: FileHandle, pieces: Buffer[], position: number): Promise<void> {
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const { bytesWritten } = await handle.writev(pieces, position);
  if (bytesWritten === total) return;
  if (bytesWritten === 0) throw new Error('the disk takes no more bytes');
  await writeAll(handle, [Buffer.concat(pieces).subarray(bytesWritten)], position + bytesWritten);
}

function checkNotLonger(size: number, declared: Declared): void {
  if (size > declared.size) {
    throw new S3Error('IncompleteBody', `The body is longer than the ${declared.size} bytes that the request declared`);
  }
}

function checkComplete(size: number, declared: Declared): void {
  if (size !== declared.size) {
    throw new S3Error('IncompleteBody', `The request declared ${declared.size} bytes but sent ${size}`);
  }
}
