/** What a person says of a file's layout, from the command line to the upload. */
import { readFileSync } from 'node:fs';
import { type LayoutSettings, layoutSettingsSchema } from '../../shared/readings/layout.ts';
import { messageOf, usageError } from '../errors.ts';
import { commandLine } from '../hints.ts';
import { personsPath } from '../paths.ts';

/** What most shells need. */
const QUOTED = `Put JSON in single quotes: --layout '{"unit": "Wh"}'.`;

/** S3 allows 2 KB for all metadata of an object. */
const MAX_METADATA_BYTES = 1800;

/**
 * @param given JSON, or the name of a file that holds it
 * @throws CliError when it is no layout
 */
export function parseLayout(given: string): LayoutSettings {
  const text = given.trimStart().startsWith('{') ? given : readLayoutFile(given);
  const parsed = layoutSettingsSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
  throw usageError(`--layout is not a layout: ${faults.join('; ')}.`, 'docs/FORMATS.md lists what it may hold.');
}

/** @returns the layout as an object's metadata: ASCII, since headers hold nothing else */
export function layoutMetadata(given: string): string {
  const text = JSON.stringify(parseLayout(given)).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (text.length <= MAX_METADATA_BYTES) return text;
  throw usageError(
    `--layout holds ${text.length} bytes; with an upload ${MAX_METADATA_BYTES} can be given.`,
    `Keep it in the lake instead: ${commandLine("inspect FILE --layout … --keep 'NAME*'")}`,
  );
}

function readLayoutFile(name: string): string {
  try {
    return readFileSync(personsPath(name), 'utf8');
  } catch (error) {
    throw usageError(`--layout is neither JSON nor a file that can be read: ${messageOf(error)}.`, QUOTED);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usageError(`--layout is not JSON: ${messageOf(error)}.`, QUOTED);
  }
}
