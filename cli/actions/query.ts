import { plural } from '../../shared/text/format.ts';
import { resultPages, runQuery } from '../athena.ts';
import { type Connection, withConnection } from '../connection.ts';
import type { GlobalOptions } from '../options.ts';
import { note } from '../output/print.ts';
import { createRowPrinter } from '../output/rows.ts';
import type { QueryFormat } from '../query-formats.ts';

export async function queryCommand(sql: string, options: GlobalOptions & { format: QueryFormat }): Promise<void> {
  await withConnection(options, async (connection) => {
    await printRows(connection, await runQuery(connection, sql), options.format);
  });
}

/** Nothing but the page at hand is kept, except for a table, whose columns must be aligned. */
async function printRows(connection: Connection, id: string, format: QueryFormat): Promise<void> {
  let printer: ReturnType<typeof createRowPrinter> | undefined;
  for await (const { columns, rows } of resultPages(connection, id)) {
    printer ??= createRowPrinter(format, columns);
    await printer.print(rows);
  }
  const rows = (await printer?.end()) ?? 0;
  if (format === 'table') note(plural(rows, 'row'));
}
