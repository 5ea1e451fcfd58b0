/** Records of the local stack that cannot be read: moved aside under another name and reported, never deleted. */
import { renameSync } from 'node:fs';

/** Ends the names of files that were set aside; `energy doctor` looks for it. */
export const UNREADABLE = '.unreadable';

/** Below `s3-meta/`: bytes that no object of the catalogue has; `energy doctor` looks for them. */
export const UNKNOWN_BLOBS = 'unknown';

/** @param why ends the sentence "FILE cannot be read: ..." */
export function setAside(file: string, why: string): void {
  const to = `${file}${UNREADABLE}`;
  renameSync(file, to);
  console.error(`${file} cannot be read: ${why}. It was moved to ${to}; the rest goes on without it.`);
}
