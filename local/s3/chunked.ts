import { S3Error } from './errors.ts';

const MAX_LINE = 16_384;
const CR_LF = Buffer.from('\r\n');

/**
 * Takes the framing of `aws-chunked` bodies off: `size[;chunk-signature=…]` CR LF data CR LF …, `0`, then trailers. The
 * signatures are not checked (nothing here is authenticated); the trailers are kept apart from the data.
 */
export class ChunkedDecoder {
  /** Trailer values by lower-case name; complete once `finish` returned. */
  readonly trailers = new Map<string, string>();
  #state: 'size' | 'data' | 'after-data' | 'trailer' | 'done' = 'size';
  #left = 0;
  #line: Buffer = Buffer.alloc(0);

  /** Passes on each piece of data in a piece of the body, without copying. @throws S3Error */
  push(piece: Buffer, emit: (data: Buffer) => void): void {
    let at = 0;
    while (at < piece.length) {
      if (this.#state === 'data') {
        const end = Math.min(piece.length, at + this.#left);
        emit(piece.subarray(at, end));
        this.#left -= end - at;
        at = end;
        if (this.#left === 0) this.#state = 'after-data';
      } else {
        at = this.#readLine(piece, at);
      }
    }
  }

  /** Call after the last piece. @throws S3Error when the body ended too early */
  finish(): void {
    // Some clients leave the last empty line away.
    if (this.#state !== 'done' && !(this.#state === 'trailer' && this.#line.length === 0)) {
      throw new S3Error('IncompleteBody', 'The aws-chunked body ended in the middle of a chunk');
    }
  }

  #readLine(piece: Buffer, from: number): number {
    const lineFeed = piece.indexOf(10, from);
    const end = lineFeed < 0 ? piece.length : lineFeed + 1;
    this.#line =
      this.#line.length === 0 ? piece.subarray(from, end) : Buffer.concat([this.#line, piece.subarray(from, end)]);
    if (this.#line.length > MAX_LINE) throw badChunk('a line is too long');
    if (lineFeed < 0) {
      this.#line = Buffer.from(this.#line);
      return end;
    }
    if (!this.#line.subarray(-2).equals(CR_LF)) throw badChunk('a line does not end in CR LF');
    const line = this.#line.subarray(0, -2).toString('latin1');
    this.#line = Buffer.alloc(0);
    this.#takeLine(line);
    return end;
  }

  #takeLine(line: string): void {
    switch (this.#state) {
      case 'size': {
        const size = /^([0-9a-fA-F]{1,12})(?:;.*)?$/.exec(line)?.[1];
        if (size === undefined) throw badChunk('a chunk does not begin with its size');
        this.#left = Number.parseInt(size, 16);
        this.#state = this.#left === 0 ? 'trailer' : 'data';
        return;
      }
      case 'after-data':
        if (line !== '') throw badChunk('a chunk is longer than its size says');
        this.#state = 'size';
        return;
      case 'trailer': {
        if (line === '') {
          this.#state = 'done';
          return;
        }
        const colon = line.indexOf(':');
        if (colon <= 0) throw new S3Error('MalformedTrailerError', 'A trailer is not of the form name:value');
        this.trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
        return;
      }
      case 'data':
      case 'done':
        throw badChunk('bytes follow the last chunk');
    }
  }
}

function badChunk(reason: string): S3Error {
  return new S3Error('InvalidRequest', `The body is not valid aws-chunked content: ${reason}`);
}
