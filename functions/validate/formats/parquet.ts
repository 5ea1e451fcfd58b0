/** Parquet becomes a table of text like any other; its rows are counted as lines. */
import { type Database, firstLine, literal } from '../../../shared/database/duckdb.ts';
import type { Decision } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { rowsOf } from './csv.ts';
import type { FileFormat } from './format.ts';

const MAGIC = Buffer.from('PAR1');
/** More rows than any meter's file; a small Parquet file can claim to hold billions. */
const MAX_ROWS = 200_000_000;
const MAX_CELLS = 1_000_000_000;

export const parquet: FileFormat = {
  name: 'parquet',
  detect: { by: 'bytes', is: (head) => head.subarray(0, MAGIC.length).equals(MAGIC) },
  holds: 'cells',
  fixes: {},
  toTable: parquetToCsv,
  records: ({ file }, dialect, visit) => rowsOf(file, dialect, visit),
};

async function parquetToCsv(file: string, to: string, db: Database): Promise<Decision[]> {
  try {
    const [size] = await db.rows(
      `SELECT CAST(coalesce(max(num_rows), 0) AS DOUBLE) AS rows FROM parquet_file_metadata(${literal(file)})`,
    );
    const columns = await db.rows(`DESCRIBE SELECT * FROM read_parquet(${literal(file)}, hive_partitioning = false)`);
    const rows = Number(size?.rows);
    if (rows > MAX_ROWS || rows * columns.length > MAX_CELLS) {
      throw new InputRejected(
        'TOO_LARGE',
        `The Parquet file holds ${rows} rows of ${columns.length} columns. Split it.`,
        { rows },
      );
    }
    await db.run(
      `COPY (SELECT CAST(COLUMNS(*) AS VARCHAR) ` +
        `FROM read_parquet(${literal(file)}, hive_partitioning = false)) TO ${literal(to)} (FORMAT csv, HEADER true)`,
    );
    return [];
  } catch (error) {
    if (error instanceof InputRejected || !(error instanceof Error) || /Out of Memory/i.test(error.message))
      throw error;
    throw new InputRejected('UNREADABLE', `The Parquet file could not be read: ${firstLine(error.message)}`);
  }
}
