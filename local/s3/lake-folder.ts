import { linkSync, mkdirSync, renameSync, rmdirSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

// The file system refuses a name that the rules allow (a folder in the way, too long, not encodable).
const NAME_REFUSED = new Set(['EISDIR', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST', 'ENAMETOOLONG', 'EILSEQ', 'EINVAL']);

/**
 * The folder that people open: each object's current version as a plain file, a hard link to the store's own blob. It
 * costs no space and no copying, and replacing it is one rename, so a reader sees the old bytes or the new ones.
 */
export class LakeFolder {
  readonly #root: string;
  readonly #scratch: string;

  /** @param scratch a path on the same file system for the link on its way */
  constructor(root: string, scratch: string) {
    this.#root = root;
    this.#scratch = scratch;
    mkdirSync(root, { recursive: true });
    rmSync(scratch, { force: true });
  }

  file(bucket: string, path: string): string {
    return join(this.#root, bucket, path);
  }

  addBucket(bucket: string): void {
    mkdirSync(join(this.#root, bucket), { recursive: true });
  }

  removeBucket(bucket: string): void {
    try {
      rmdirSync(join(this.#root, bucket));
    } catch {
      // A person keeps files of their own there.
    }
  }

  /**
   * Shows a blob at a path, in place of what was there. Costs two look-ups when it is there already, and one call for a
   * new object beside others.
   *
   * @returns false when this file system cannot have a file of that name
   */
  show(bucket: string, path: string, blob: string): boolean {
    const target = this.file(bucket, path);
    try {
      try {
        linkSync(blob, target);
      } catch (error) {
        if (isSameFile(blob, target)) return true;
        if (errorCode(error) === 'ENOENT') mkdirSync(dirname(target), { recursive: true });
        this.#replace(blob, target);
      }
      return true;
    } catch (error) {
      if (NAME_REFUSED.has(errorCode(error))) return false;
      throw error;
    }
  }

  /** Takes a file away, and the folders that are empty then. */
  hide(bucket: string, path: string): void {
    const target = this.file(bucket, path);
    rmSync(target, { force: true });
    const stop = join(this.#root, bucket);
    try {
      for (let folder = dirname(target); folder !== stop; folder = dirname(folder)) rmdirSync(folder);
    } catch {
      // Not empty: other objects live there.
    }
  }

  #replace(blob: string, target: string): void {
    linkSync(blob, this.#scratch);
    try {
      renameSync(this.#scratch, target);
    } catch (refused) {
      unlinkSync(this.#scratch);
      throw refused;
    }
  }
}

/** @throws Error when the file system of a folder, in which `file` lies, has no hard links */
export function checkHardLinks(folder: string, file: string): void {
  const link = join(folder, 'link');
  try {
    linkSync(file, link);
    rmSync(link);
  } catch (error) {
    throw new Error(`the file system of ${folder} has no hard links (${error}); choose a folder on another one`);
  }
}

function isSameFile(a: string, b: string): boolean {
  try {
    const one = statSync(a);
    const other = statSync(b);
    return one.ino === other.ino && one.dev === other.dev;
  } catch {
    return false;
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
