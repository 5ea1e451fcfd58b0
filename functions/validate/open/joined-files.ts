/** Several files of one archive, such as one for each month or each device, become one where they are of one table. */
import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Decision } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { LINE_BREAK } from '../../../shared/text/lines.ts';
import { encodingOf, toUtf8 } from './encoding.ts';
import { firstBytes } from './head.ts';
import { isDocument } from './other-files.ts';
import { appendNamed, areSideBySide } from './side-by-side.ts';

export interface UnpackedFile {
  readonly name: string;
  readonly file: string;
}

const HEAD_BYTES = 64 * 1024;
const NAMES_SHOWN = 10;
const MARK = '\ufeff';
const MARK_BYTES = 3;
/** A heading stands among the first lines. */
const LINES_LOOKED_AT = 30;

/** Names of files, for a sentence. */
export function shownNames(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).map((name) => JSON.stringify(name.slice(0, 100)));
  return `${shown.join(', ')}${names.length > NAMES_SHOWN ? ' …' : ''}`;
}

const ABOUT = /(?:^|\/)(?:read_?me|licen[cs]e|notice)(?:\.\w+)?$/i;
const FIRST_BYTES = 256;
const SHORT_NOTE = 4_000;

/** A text of a few sentences without a line of several cells. */
function isNote(name: string, head: string): boolean {
  return /\.txt$/i.test(name) && head.length < SHORT_NOTE && !/^\s*[<[{]/.test(head) && headingOf(head) === undefined;
}

/** @returns the files that may hold readings, and those that stand beside them; all of them where none would be left */
export async function readingsAmong(
  files: readonly UnpackedFile[],
): Promise<{ readonly kept: readonly UnpackedFile[]; readonly left: readonly UnpackedFile[] }> {
  const beside = await Promise.all(
    files.map(
      async ({ name, file }) =>
        ABOUT.test(name) || isDocument(await firstBytes(file, FIRST_BYTES)) || isNote(name, await headOf(file)),
    ),
  );
  const kept = files.filter((_, at) => !beside[at]);
  return kept.length === 0 ? { kept: files, left: [] } : { kept, left: files.filter((_, at) => beside[at]) };
}

/**
 * Writes the files one after another, in the order of their names, and deletes them. Those that show other values at
 * the same times get their names as a column.
 * @param files two or more
 * @returns what was decided
 * @throws InputRejected NOT_READINGS where they are not text with one heading
 */
export async function joinFiles(files: readonly UnpackedFile[], to: string): Promise<Decision> {
  const ordered = await Promise.all(files.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(inUtf8));
  const names = ordered.map(({ name }) => name);
  const heads = await Promise.all(ordered.map(({ file }) => headOf(file)));
  const headings = new Set(heads.map(headingOf));
  const [only] = headings;
  if (headings.size !== 1 || only === undefined) {
    throw new InputRejected(
      'NOT_READINGS',
      `The zip archive holds ${files.length} files (${shownNames(names)}) that do not have one heading. ` +
        'Upload them one by one.',
      { files: names.slice(0, NAMES_SHOWN) },
    );
  }
  if (areSideBySide(heads, only)) {
    for (const { name, file } of ordered) {
      await appendNamed({ name, file, to }, only);
      await rm(file);
    }
    return {
      what: 'archive',
      chosen: `${files.length} files beside one another, each a series of its name`,
      why: `they show other values at the same times: ${shownNames(names)}`,
    };
  }
  for (const [at, { file }] of ordered.entries()) {
    const start = heads[at]?.startsWith(MARK) ? MARK_BYTES : 0;
    await pipeline(createReadStream(file, { start }), createWriteStream(to, { flags: 'a' }));
    // The last line may have no end.
    await appendFile(to, '\n');
    await rm(file);
  }
  return {
    what: 'archive',
    chosen: `${files.length} files, one after another`,
    why: `they have the same heading: ${shownNames(names)}`,
  };
}

/** Files of one archive may be of several encodings: joined, all are of one. */
async function inUtf8({ name, file }: UnpackedFile): Promise<UnpackedFile> {
  const found = encodingOf(await firstBytes(file, HEAD_BYTES));
  if (found.encoding === 'utf-8') return { name, file };
  const text = `${file}-text`;
  await toUtf8(file, text, found);
  await rm(file);
  return { name, file: text };
}

async function headOf(file: string): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await firstBytes(file, HEAD_BYTES));
}

/** The first line of several names; undefined for what is no table of text. */
function headingOf(head: string): string | undefined {
  const text = head.startsWith(MARK) ? head.slice(MARK.length) : head;
  if (/^\s*[<[{]/.test(text) || text.includes('\0')) return undefined;
  return text
    .split(LINE_BREAK)
    .slice(0, LINES_LOOKED_AT)
    .find((line) => {
      const cells = line.split(/[,;\t|]/);
      return cells.length > 1 && cells.filter((cell) => /\p{L}/u.test(cell)).length > cells.length / 2;
    })
    ?.trim();
}
