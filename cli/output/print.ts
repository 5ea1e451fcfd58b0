/** Writes a result. Only results go to stdout, so that a pipe gets nothing else. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Writes what a person may want to know meanwhile. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
