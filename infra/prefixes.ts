/** What the lake's folders must satisfy before anything is made of them. */
import { PREFIXES } from '../shared/lake/keys.ts';
import { TABLE_NAMES, TABLES } from '../shared/tables/schema.ts';

/** Folders that a run, a query or a person's configuration writes to: all but the uploads'. */
export function outputPrefixes(): string[] {
  const { raw: _, ...outputs } = PREFIXES;
  return [...Object.values(outputs), ...TABLE_NAMES.map((table) => `${TABLES[table].folder}/`)];
}

/**
 * A run's output below the uploads' prefix would start the next run, for ever.
 * @throws Error that names each output that lies under the uploads, or above them
 */
export function refuseOutputsUnderUploads(uploads: string, outputs: readonly string[]): void {
  const wrong = outputs.filter((output) => output.startsWith(uploads) || uploads.startsWith(output));
  if (wrong.length === 0) return;
  throw new Error(
    `Outputs must not share the prefix "${uploads}", whose objects start runs: ${wrong.join(', ')}. ` +
      `Move them (shared/lake/keys.ts, shared/tables/schema.ts).`,
  );
}
