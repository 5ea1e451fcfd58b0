/** Files of JSON lines that are written for as long as the lake is there: full ones are set aside, once. */
import { appendFileSync, renameSync, statSync } from 'node:fs';

const FULL_BYTES = 4 * 1024 * 1024;

/** @returns the files that hold the lines of one of these, the older ones first; either may be missing */
export function lineFiles(file: string): readonly [older: string, newer: string] {
  return [file.replace(/\.jsonl$/, '.1.jsonl'), file];
}

/**
 * Synchronous: the text is on disk before anybody knows of it, and no other line comes between.
 * @param text whole lines
 */
export function appendLines(file: string, text: string): void {
  appendFileSync(file, text);
  const [older, newer] = lineFiles(file);
  if (statSync(newer).size > FULL_BYTES) renameSync(newer, older);
}
