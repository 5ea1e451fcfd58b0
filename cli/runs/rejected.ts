/** Rejected rows for a person: where they stand in the file, why, and what they are. */
import { z } from 'zod';
import { formatCount } from '../../shared/text/format.ts';
import { parseJson } from '../../shared/text/parse-json.ts';
import type { Connection } from '../connection.ts';
import { getText } from '../lake.ts';
import { table } from '../output/table.ts';

const FIRST_ROWS = 5;
/** As much of the quarantine is read: enough for the first rows of any file. */
const FIRST_BYTES = 256 * 1024;

const rejectedRowSchema = z.object({
  line: z.number(),
  raw: z.string().nullable(),
  code: z.string(),
  message: z.string(),
});
type RejectedRow = z.infer<typeof rejectedRowSchema>;

const WHY = [{ title: 'Code' }, { title: 'Why', maxWidth: 60 }, { title: 'Row', maxWidth: 60 }] as const;

/** @param key of the quarantine. @returns '' where it is not there any more */
export async function firstRejected(connection: Connection, key: string): Promise<string> {
  const rows = (await readRejected(connection, key)).slice(0, FIRST_ROWS);
  if (rows.length === 0) return '';
  return table(
    [{ title: '  Line', align: 'right' }, ...WHY],
    rows.map(({ line, code, message, raw }) => [String(line), code, message, raw ?? '(not text)']),
  );
}

/** How many readings were rejected by code, and the first row of each. */
export async function rejectedByCode(
  connection: Connection,
  key: string,
  counts: Readonly<Record<string, number>>,
): Promise<string> {
  const read = await readRejected(connection, key);
  const rows = Object.entries(counts)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([code, count]) => {
      const first = read.find((row) => row.code === code);
      return [
        formatCount(count),
        first ? String(first.line) : '',
        code,
        first?.message ?? '',
        first ? (first.raw ?? '(not text)') : '',
      ];
    });
  return table([{ title: '  Rejected', align: 'right' }, { title: 'First line', align: 'right' }, ...WHY], rows);
}

async function readRejected(connection: Connection, key: string): Promise<RejectedRow[]> {
  const text = await getText(connection, key, FIRST_BYTES);
  // The last line may be cut.
  return (text ?? '').split('\n').flatMap((line) => rejectedRowSchema.safeParse(parseJson(line)).data ?? []);
}
