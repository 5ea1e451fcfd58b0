import { writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { ChunkedDecoder } from './chunked.ts';
import type { Received } from './declared.ts';
import { type Declared, verify } from './declared.ts';
import { Digests, type DigestValues } from './digests.ts';
import { S3Error } from './errors.ts';
import type { HashPool } from './hash-pool.ts';

/** Where a body goes: a new file, or a place in one that exists. */
export interface Destination {
  file: string;
  position: number;
  exists: boolean;
}

// Below this, one write from memory is faster than opening, streaming and another thread.
const IN_MEMORY = 256 * 1024;
const BLOCK = 1 << 20;
const MAX_GATHERED = 4 << 20;

/**
 * Stores a request's body and checks it against everything the client declared about it. Memory stays at a few
 * megabytes whatever the size. On failure the destination holds an unusable part; the caller drops it.
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
  await pump(message, declared, decoder, (data) => {
    pieces.push(data);
    return undefined;
  });
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
    await pump(message, declared, decoder, (data) => writer.add(data));
    await writer.finish();
  } catch (error) {
    digests.drop();
    throw error;
  } finally {
    // A write may still be under way after a failure; its place in the file must not be given to another before it
    // ended.
    await writer.settled();
    await handle.close();
  }
  return digests.finish();
}

/**
 * Passes the body's data on in pieces, without framing, and waits where `take` asks to. Events, not `for await`: the
 * iterator joins what is buffered into one new buffer, which for large bodies is one more copy of every byte.
 */
async function pump(
  message: IncomingMessage,
  declared: Declared,
  decoder: ChunkedDecoder | undefined,
  take: (data: Buffer) => Promise<void> | undefined,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let size = 0;
  let wait: Promise<void> | undefined;
  const count = (data: Buffer) => {
    size += data.length;
    checkNotLonger(size, declared);
    wait = take(data) ?? wait;
  };
  const onData = (piece: Buffer) => {
    try {
      if (decoder) decoder.push(piece, count);
      else count(piece);
    } catch (error) {
      return reject(error);
    }
    if (!wait) return;
    message.pause();
    wait.then(() => message.resume(), reject);
    wait = undefined;
  };
  message.on('data', onData).once('end', resolve).once('error', reject);
  message.once('close', () => reject(new Error('aborted')));
  try {
    await promise;
  } finally {
    // After a failure the rest still has to be read, or the connection could not carry the answer and the next request.
    message.off('data', onData).resume();
  }
  decoder?.finish();
  checkComplete(size, declared);
}

/** Gathers pieces into blocks of a megabyte or more and writes one while the next one fills. */
class BlockWriter {
  readonly #handle: FileHandle;
  readonly #written: (end: number) => void;
  #position: number;
  #pieces: Buffer[] = [];
  #gathered = 0;
  #underWay: Promise<void> | undefined;

  constructor(handle: FileHandle, position: number, written: (end: number) => void) {
    this.#handle = handle;
    this.#position = position;
    this.#written = written;
  }

  /** @returns what to wait for when the disk is slower than the sender */
  add(piece: Buffer): Promise<void> | undefined {
    this.#pieces.push(piece);
    this.#gathered += piece.length;
    if (this.#gathered >= BLOCK && !this.#underWay) this.#start();
    return this.#gathered >= MAX_GATHERED ? this.#underWay : undefined;
  }

  async finish(): Promise<void> {
    while (this.#underWay) await this.#underWay;
    if (this.#gathered > 0) await this.#start();
  }

  /** Waits for a write under way, whatever becomes of it. */
  async settled(): Promise<void> {
    await this.#underWay?.catch(() => undefined);
  }

  #start(): Promise<void> {
    const pieces = this.#pieces;
    const position = this.#position;
    const end = position + this.#gathered;
    this.#pieces = [];
    this.#gathered = 0;
    this.#position = end;
    const write = writeAll(this.#handle, pieces, position).then(() => {
      this.#written(end);
      this.#underWay = undefined;
      if (this.#gathered >= BLOCK) this.#start();
    });
    // A failure stays here for `finish` or the next `add` to find.
    write.catch(() => undefined);
    this.#underWay = write;
    return write;
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
