import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Part, Upload } from './rows.ts';
import type { Store } from './store.ts';

/** Where an arriving part is written. */
export interface PartPlace {
  blob: string;
  position: number;
  /** The file of the whole upload, which other parts share. */
  shared: boolean;
  /** Call when the part failed or is recorded. */
  release(): void;
}

/** A file that holds the chosen parts in their order. */
export interface Assembled {
  blob: string;
  /** Gives it its final size; call in the instant of the write, when nothing can refuse it any more. */
  seal(): void;
}

/**
 * Puts the parts of an upload where they will be needed. Clients cut an object into parts of one size and a shorter
 * last one, so part n almost always belongs at (n - 1) times that size of the finished object: it is written there at
 * once, and completing the upload is a truncate instead of a copy of every byte. A part that does not fit this pattern
 * gets a file of its own.
 */
export class Multipart {
  readonly #store: Store;
  readonly #busy = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  place(upload: Upload, number: number, size: number): PartPlace {
    const stride = upload.stride ?? size;
    const slot = `${upload.id}/${number}`;
    const recorded = this.#store.catalog.parts(upload.id).some((part) => part.number === number);
    if (size === 0 || size > stride || recorded || this.#busy.has(slot)) {
      return { blob: this.#store.newBlob(), position: 0, shared: false, release: () => undefined };
    }
    if (upload.stride === null) this.#store.catalog.setStride(upload.id, stride);
    closeSync(openSync(this.#store.blobFile(upload.id), 'a'));
    this.#busy.add(slot);
    const release = () => this.#busy.delete(slot);
    return { blob: upload.id, position: (number - 1) * stride, shared: true, release };
  }

  /** Makes one file of the chosen parts. */
  async assemble(upload: Upload, parts: readonly Part[]): Promise<Assembled> {
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    if (size > 0 && liesInPlace(upload, parts)) {
      // Only once the object is sure to appear: what is cut off may be a part that another completion names.
      return { blob: upload.id, seal: () => truncate(this.#store.blobFile(upload.id), size) };
    }
    const blob = this.#store.newBlob();
    const target = await open(this.#store.blobFile(blob), 'wx');
    try {
      for (const part of parts) await appendRange(target, this.#store.blobFile(part.blob), part.position, part.size);
    } catch (error) {
      this.#store.dropBlob(blob);
      throw error;
    } finally {
      await target.close();
    }
    return { blob, seal: () => undefined };
  }

  /** Forgets an upload and all its files but `kept`. */
  forget(upload: Upload, kept?: string): void {
    const blobs = new Set([upload.id, ...this.#store.catalog.parts(upload.id).map((part) => part.blob)]);
    this.#store.catalog.atomically(() => this.#store.catalog.removeUpload(upload.id));
    for (const blob of blobs) if (blob !== kept) this.#store.dropBlob(blob);
  }
}

function liesInPlace(upload: Upload, parts: readonly Part[]): boolean {
  let position = 0;
  return parts.every((part) => {
    const fits = part.blob === upload.id && part.position === position;
    position += part.size;
    return fits;
  });
}

function truncate(file: string, size: number): void {
  const fd = openSync(file, 'r+');
  try {
    ftruncateSync(fd, size);
  } finally {
    closeSync(fd);
  }
}

type Target = Awaited<ReturnType<typeof open>>;

/** Appends a piece of a file to an open one. */
export async function appendRange(target: Target, file: string, start: number, length: number): Promise<void> {
  if (length === 0) return;
  const source = await open(file, 'r');
  try {
    const stream = source.createReadStream({
      start,
      end: start + length - 1,
      highWaterMark: 1 << 20,
      autoClose: false,
    });
    for await (const piece of stream) await target.writeFile(piece);
  } finally {
    await source.close();
  }
}
