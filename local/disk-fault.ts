/** Faults of the disk that the lake is on: the environment's, never those of a file, a query or a run. */

const SENTENCES: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk that holds the lake is full (ENOSPC). Make room, then try again.',
  EDQUOT: 'The disk quota of the lake is used up (EDQUOT). Make room, then try again.',
  EFBIG: 'A file of the lake would be larger than this system allows (EFBIG). Raise the limit, then try again.',
  EROFS: 'The disk that holds the lake can only be read (EROFS). Mount it for writing, then try again.',
  EIO: 'The disk that holds the lake cannot be read or written (EIO). Have it checked, then try again.',
};
/** SQLite's and DuckDB's words for the same. */
const WORDS: readonly [RegExp, string][] = [
  [/database or disk is full|no space left on device/i, 'ENOSPC'],
  [/disk quota exceeded/i, 'EDQUOT'],
  [/file too large/i, 'EFBIG'],
  [/read-only file system|attempt to write a readonly database/i, 'EROFS'],
  [/disk I\/O error|input\/output error/i, 'EIO'],
];

/** @returns a sentence that names the cause and what to do; undefined for what is no fault of the disk */
export function diskFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = SENTENCES[code] ?? SENTENCES[WORDS.find(([words]) => words.test(error.message))?.[1] ?? ''];
  return known ?? diskFault(error.cause);
}

/** The message of an error, in words where it is a fault of the disk. */
export function faultMessage(error: unknown): string {
  return diskFault(error) ?? (error instanceof Error ? error.message : String(error));
}
