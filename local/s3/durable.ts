/** What a power failure must not take is forced to the disk before its write is answered. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Waits until the disk has a file's bytes, or a folder's names. On macOS Node asks the drive itself (F_FULLFSYNC). */
export async function forceToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The same at once, for folders that were just made. */
export function forceFoldersToDisk(folders: readonly string[]): void {
  for (const folder of folders) {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}
