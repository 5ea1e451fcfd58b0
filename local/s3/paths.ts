import { createHash } from 'node:crypto';

/** The folder for objects whose key cannot be a file name on every system. */
const OTHER = '~other';

// Names of up to 255 bytes are possible on the usual file systems; a few (encrypted home folders) stop at 143.
const MAX_NAME_BYTES = 140;
// macOS allows 1,024 bytes for a whole path, the lake folder's own included.
const MAX_PATH_BYTES = 640;

// Control, format (some file systems ignore them when they compare), private and unassigned characters; the backslash
// is a separator on Windows.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\\]/u;

/**
 * The path that a person expects for a key, relative to its bucket's folder: the key itself.
 *
 * @returns undefined when a file of that name would not be possible, or not safe, on every system
 */
export function readablePath(key: string): string | undefined {
  if (Buffer.byteLength(key) > MAX_PATH_BYTES) return undefined;
  const names = key.split('/');
  if (!names.every(isPlainName)) return undefined;
  return fold(names[0] ?? '') === OTHER ? undefined : key;
}

function isPlainName(name: string): boolean {
  return (
    name !== '' && name !== '.' && name !== '..' && Buffer.byteLength(name) <= MAX_NAME_BYTES && !UNSAFE.test(name)
  );
}

/** The path that always works: a hash of the key, and as much of its last name as is harmless. */
export function fallbackPath(key: string): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 32);
  const last = key.split('/').findLast((name) => name !== '') ?? '';
  const tail = last.replace(/[^A-Za-z0-9._-]+/g, '_').slice(-60);
  return `${OTHER}/${hash}-${tail}`;
}

/**
 * Two paths with the same folded form may be one file on a file system that ignores case or Unicode normalisation
 * (macOS, Windows). Upper-casing first also unites what only full case folding does (ß, SS).
 */
export function fold(path: string): string {
  return path.normalize('NFKC').toUpperCase().normalize('NFKC').toLowerCase();
}
