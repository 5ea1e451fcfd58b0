/** Brings a recognised file into the form that DuckDB reads: without preamble and comments, one record a line. */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { linesOf } from '../open/lines.ts';
import { MAX_LINE_BYTES } from '../read/text-columns.ts';
import { unfinished } from '../write/quarantine.ts';
import { type RecordFormat, scanRecords, Unfinished } from './records.ts';

export interface Prepared {
  /** What DuckDB reads. */
  readonly file: string;
  /** What a person knows, record by record; its line numbers are `linesBefore` less than the upload's. */
  readonly shown: string;
  readonly format: RecordFormat;
  readonly linesBefore: number;
}

/** @param shown the text of the upload before it was brought into a table, where it was */
export async function prepare(file: string, shown: string, layout: Layout, folder: string): Promise<Prepared> {
  const { format, delimiter = ',', preamble_lines: preamble, comment } = layout.dialect;
  switch (format) {
    case 'json-array': {
      const lines = join(folder, 'lines.ndjson');
      await arrayToLines(file, lines);
      return { file: lines, shown, format: { format }, linesBefore: 0 };
    }
    case 'ndjson':
      return { file, shown, format: { format }, linesBefore: 0 };
    case 'nem12':
      return { file, shown, format: { format }, linesBefore: 0 };
    case 'parquet':
      return { file, shown: file, format: { format: 'csv', delimiter }, linesBefore: 0 };
    case 'csv': {
      const cut = comment
        ? await withoutComments(file, preamble, join(folder, 'table'))
        : await withoutPreamble(file, preamble, join(folder, 'table'));
      return { file: cut, shown: cut, format: { format, delimiter }, linesBefore: preamble };
    }
  }
}

async function withoutPreamble(file: string, lines: number, to: string): Promise<string> {
  if (lines === 0) return file;
  await pipeline(createReadStream(file, { start: await offsetOfLine(file, lines) }), createWriteStream(to));
  return to;
}

/** A preamble is short: it lies in the part of the file that recognition looked at. */
async function offsetOfLine(file: string, lines: number): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024 * 1024), 0, 1024 * 1024, 0);
    let at = 0;
    for (let line = 0; line < lines && at < bytesRead; line += 1) {
      while (at < bytesRead && buffer[at] !== 10 && buffer[at] !== 13) at += 1;
      at += buffer[at] === 13 && buffer[at + 1] === 10 ? 2 : 1;
    }
    return at;
  } finally {
    await handle.close();
  }
}

/** A comment leaves an empty line behind, so that the lines keep their numbers. */
async function withoutComments(file: string, preamble: number, to: string): Promise<string> {
  const out = createWriteStream(to);
  let line = 0;
  try {
    for await (const text of linesOf(file)) {
      line += 1;
      if (line <= preamble) continue;
      if (!out.write(text.startsWith('#') ? '\n' : `${text}\n`)) await once(out, 'drain');
    }
  } finally {
    out.end();
    await finished(out);
  }
  return to;
}

/** DuckDB reads lines; an element that is too long for one becomes `null`, which is no record and is rejected as such. */
async function arrayToLines(original: string, to: string): Promise<void> {
  const out = createWriteStream(to);
  try {
    await scanRecords(original, { format: 'json-array' }, async ({ bytes }) => {
      const line = bytes.length < MAX_LINE_BYTES ? bytes.toString('latin1').replace(/[\r\n]/g, ' ') : 'null';
      if (!out.write(`${line}\n`, 'latin1')) await once(out, 'drain');
    });
  } catch (error) {
    if (error instanceof Unfinished) throw unfinished(error, 0);
    throw error;
  } finally {
    out.end();
    await finished(out);
  }
}

/** More rows than any meter's file; a small Parquet file can claim to hold billions. */
const MAX_PARQUET_ROWS = 200_000_000;
const MAX_PARQUET_CELLS = 1_000_000_000;

/** Parquet becomes a table of text like any other; rows are counted as lines. */
export async function parquetToCsv(file: string, to: string, db: Database): Promise<void> {
  try {
    const [size] = await db.rows(
      `SELECT CAST(coalesce(max(num_rows), 0) AS DOUBLE) AS rows FROM parquet_file_metadata(${literal(file)})`,
    );
    const columns = await db.rows(`DESCRIBE SELECT * FROM read_parquet(${literal(file)}, hive_partitioning = false)`);
    const rows = Number(size?.rows);
    if (rows > MAX_PARQUET_ROWS || rows * columns.length > MAX_PARQUET_CELLS) {
      throw new InputRejected(
        'TOO_LARGE',
        `The Parquet file holds ${rows} rows of ${columns.length} columns. Split it.`,
        { rows },
      );
    }
    await db.run(
      `COPY (SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet(${literal(file)}, hive_partitioning = false)) TO ${literal(to)} (FORMAT csv, HEADER true)`,
    );
  } catch (error) {
    if (error instanceof InputRejected || !(error instanceof Error) || /Out of Memory/i.test(error.message))
      throw error;
    throw new InputRejected(
      'UNREADABLE',
      `The Parquet file could not be read: ${(error.message.split('\n')[0] ?? '').slice(0, 300)}`,
    );
  }
}
