/** Bytes that no catalogue names: what a process left that was killed, or what another catalogue would name. */
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { plural } from '../../shared/text/format.ts';
import type { Catalog } from './catalog.ts';

/** The bits of its mode that a blob has not from its commit on. */
const WRITABLE = 0o222;

/**
 * Opening a catalogue of no bytes makes a new one of it, and deletes what SQLite keeps beside it.
 * @throws Error when there are bytes that it should name
 */
export function checkCatalogFile(file: string, blobs: string): void {
  const unknown = readdirSync(blobs);
  if (unknown.length > 0 && !(existsSync(file) && statSync(file).size > 0))
    throw notOfThese(file, 'empty', blobs, unknown);
}

/**
 * A process that is killed leaves bytes without a name: uploads that had not ended, and at most one object in the
 * moment of its commit or its deletion. More objects than that show a catalogue that is not the one of these bytes.
 * @throws Error when the catalogue is new, an older one or another lake's: the bytes must stay where they are
 */
export function checkCatalog(catalog: Catalog, blobs: string, unknown: readonly string[]): void {
  const isNew = unknown.length > 0 && catalog.buckets().length === 0;
  if (!isNew && unknown.filter((name) => isObject(join(blobs, name))).length <= 1) return;
  throw notOfThese(catalog.file, isNew ? 'empty' : 'not the catalogue of this lake', blobs, unknown);
}

function notOfThese(file: string, is: string, blobs: string, unknown: readonly string[]): Error {
  return new Error(
    `${file} is ${is}, and ${blobs} holds ${plural(unknown.length, 'file')} that it should name. ` +
      'Restore the catalogue from a backup, or move the whole lake away: nothing was changed.',
  );
}

/** Whether a blob is, or was, an object's: its commit makes it read-only, and copies of a lake keep that. */
function isObject(file: string): boolean {
  return (statSync(file).mode & WRITABLE) === 0;
}

/**
 * Bytes that nothing refers to are what a killed process left of an upload, or of an object that it was deleting:
 * which of them, only a person can tell.
 */
export function setUnknownAside(blobs: string, aside: string, unknown: readonly string[]): void {
  if (unknown.length === 0) return;
  mkdirSync(aside, { recursive: true });
  for (const name of unknown) renameSync(join(blobs, name), join(aside, name));
}
