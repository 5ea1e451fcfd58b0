/**
 * A file that is no table of text: its format yields rows, from which the table is written and rejected records are
 * shown.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Decision, Delimiter } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { csvField, quotedField } from '../../../shared/text/csv.ts';
import type { FileFormat } from './format.ts';

export interface Row {
  readonly cells: readonly string[];
  /** Line of the upload on which it begins, from 1; 0 for a heading that the format makes up. */
  readonly line: number;
  /** What stands there. */
  readonly raw: string;
}

/**
 * @param rows reads the file from its beginning, the same rows each time
 * @param none what is missing in a file without rows, as a sentence
 * @param decide what was decided on the way, for the layout
 * @param separatorOf what separates the cells of the upload: whether a dot is a decimal sign follows it, see numbers.ts
 */
export function asRows(
  rows: (file: string) => AsyncIterable<Row>,
  none: string,
  decide: (file: string) => Promise<Decision[]> = async () => [],
  separatorOf: (file: string) => Promise<Delimiter> = async () => ',',
): Required<Pick<FileFormat, 'toTable' | 'records'>> {
  return {
    async toTable(from, to) {
      const separator = await separatorOf(from);
      const out = createWriteStream(to);
      let written = 0;
      try {
        for await (const { cells } of rows(from)) {
          written += 1;
          if (!out.write(lineOf(cells, separator))) await once(out, 'drain');
        }
      } finally {
        out.end();
        await finished(out);
      }
      if (written === 0) throw new InputRejected('EMPTY_FILE', none);
      return decide(from);
    },
    async records({ shown }, { preamble_lines: preamble, header }, visit) {
      const separator = await separatorOf(shown);
      let record = 0;
      // Where the row begins in the table that DuckDB reads, which is without the preamble.
      let offset = 0;
      for await (const { cells, line, raw } of rows(shown)) {
        record += 1;
        if (record <= preamble) continue;
        if (record > preamble + (header ? 1 : 0)) await visit({ line, offset, bytes: Buffer.from(raw) });
        offset += Buffer.byteLength(lineOf(cells, separator));
      }
    },
  };
}

function lineOf(cells: readonly string[], separator: Delimiter): string {
  return `${cells.map((cell) => quoted(cell, separator)).join(separator)}\n`;
}

/** A line of the table is a record: no cell breaks it, and none makes a comment of it. */
function quoted(cell: string, separator: Delimiter): string {
  const text = cell.replace(/[\r\n]+/g, ' ');
  return text.startsWith('#') || text.includes(separator) ? quotedField(text) : csvField(text);
}
