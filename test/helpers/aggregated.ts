/** What the steps up to the aggregates make of a file. */
import { aggregate } from '../../functions/aggregate/aggregate.ts';
import { type Row, withDatabase } from '../../shared/database/duckdb.ts';
import { fetchTable } from '../../shared/lake/run-files.ts';
import type { TableName } from '../../shared/tables/schema.ts';
import { ingest } from './validate.ts';

/** @returns rows of a table; undefined where none is written */
export async function tableOf(table: TableName, text: string, layout = '{}'): Promise<Row[] | undefined> {
  let rows: Row[] | undefined;
  await ingest(text, {
    metadata: { 'time-zone': 'UTC', layout },
    after: async (output, context) => {
      const { tables } = await aggregate(output, context);
      const written = tables.find((each) => each.table === table);
      const relation = written && (await fetchTable(written, context, context.folder));
      if (relation) rows = await withDatabase(context.database, (db) => db.rows(`SELECT * FROM ${relation}`));
    },
  });
  return rows;
}
