/** `energy split`: parts of whole days of a file that is too large for one upload. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { resolve } from '../../functions/validate/upload-settings.ts';
import { withDatabase } from '../../shared/database/duckdb.ts';
import { InputRejected } from '../../shared/runtime/errors.ts';
import { databaseLimits, LAMBDA_FUNCTIONS, MAX_UPLOAD_BYTES } from '../../shared/runtime/lambda-functions.ts';
import { readSettings } from '../../shared/settings/settings.ts';
import { formatCount } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { CliError, codeOf, EXIT, messageOf } from '../errors.ts';
import { commandLine, shellWord } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { bytes } from '../output/format.ts';
import { note, print } from '../output/print.ts';
import { table } from '../output/table.ts';
import { personsPath, shownPath } from '../paths.ts';
import { parseLayout } from '../runs/layout.ts';
import { describeParts, groupDays, measureDays, type Part, writeParts } from '../split/parts.ts';
import { openTable, type Table } from '../split/table.ts';

interface Options extends GlobalOptions {
  readonly out?: string;
  readonly size?: number;
  readonly layout?: string;
  readonly force?: true;
}

/** Of what an upload may hold: the rest is for what is written otherwise. */
const SHARE = 0.9;
const MEGABYTE = 1_000_000;

export async function splitCommand(named: string, options: Options): Promise<void> {
  const path = personsPath(named);
  const size = await sizeOf(path, sanitize(named));
  const most = options.size === undefined ? Math.floor(MAX_UPLOAD_BYTES * SHARE) : options.size * MEGABYTE;
  const out = options.out === undefined ? dirname(path) : personsPath(options.out);
  await mkdir(out, { recursive: true });
  const folder = await mkdtemp(join(out, '.energy-split-'));
  try {
    note(`Reading ${sanitize(named)} (${bytes(size)}) …`);
    const settings = options.layout === undefined ? {} : parseLayout(options.layout);
    const limits = databaseLimits(LAMBDA_FUNCTIONS.validate.memoryMb);
    const found = await withDatabase({ ...limits, folder }, (db) =>
      openTable(
        path,
        resolve(settings, { timeZone: undefined, siteId: undefined }, readSettings(process.env)),
        db,
        folder,
      ),
    );
    const parts = await cut(found, { most, folder, out, stem: stemOf(path), force: options.force === true });
    if (parts.length === 1) return note(`${sanitize(named)} fits in one upload: nothing was written.`);
    print(partsTable(parts));
    const files = parts.map(({ name }) => shellWord(shownPath(join(out, name))));
    note(`Next\n  ${commandLine(`upload ${files.join(' ')}`)}`);
  } catch (error) {
    if (error instanceof InputRejected) throw new CliError(`${error.code}: ${error.sentence}`, { cause: error });
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Cutting {
  /** Bytes of a part. */
  readonly most: number;
  /** Where the parts are written before they are whole. */
  readonly folder: string;
  readonly out: string;
  readonly stem: string;
  readonly force: boolean;
}

async function cut(found: Table, { most, folder, out, stem, force }: Cutting): Promise<Part[]> {
  const measured = await measureDays(found);
  const { days, above } = measured;
  if (days.size === 0) throw new CliError('No row of the file has a date.');
  const groups = groupDays(days, most - Buffer.byteLength(above));
  const parts = describeParts(groups, measured, stem);
  const tooLarge = parts.find((part) => part.bytes > most);
  if (tooLarge) {
    throw new CliError(`${tooLarge.first} alone holds ${bytes(tooLarge.bytes)}, and a part ${bytes(most)} at most.`, {
      hint: 'Split the file by meter or site first.',
    });
  }
  if (parts.length === 1) return parts;
  const taken = parts.find(({ name }) => !force && existsSync(join(out, name)));
  if (taken) {
    throw new CliError(`${sanitize(shownPath(join(out, taken.name)))} is there already.`, {
      hint: "Choose another folder with '--out DIR', or replace it with '--force'.",
    });
  }
  await writeParts(found, groups, parts, above, folder);
  for (const { name } of parts) await rename(join(folder, name), join(out, name));
  return parts;
}

async function sizeOf(path: string, shown: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    const why = codeOf(error) === 'ENOENT' ? 'There is no such file' : messageOf(error);
    throw new CliError(`${shown} cannot be read. ${why}.`, { exitCode: EXIT.usage, cause: error });
  });
  if (!found.isFile()) throw new CliError(`${shown} is not a file.`, { exitCode: EXIT.usage });
  return found.size;
}

/** `readings` of `readings.csv.gz` */
function stemOf(path: string): string {
  return basename(path).replace(/(\.(csv|txt|tsv|gz))+$/i, '');
}

function partsTable(parts: readonly Part[]): string {
  return table(
    [
      { title: 'Part' },
      { title: 'First day' },
      { title: 'Last day' },
      { title: 'Rows', align: 'right' },
      { title: 'Size', align: 'right' },
    ],
    parts.map(({ name, first, last, rows, bytes: size }) => [name, first, last, formatCount(rows), bytes(size)]),
  );
}
