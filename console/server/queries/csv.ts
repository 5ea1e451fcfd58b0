import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { resultPages } from '../../../cli/athena.ts';
import type { Connection } from '../../../cli/connection.ts';
import { csvText } from '../../../cli/output/rows.ts';
import { EVERY_ANSWER } from '../assets.ts';

/** All rows of a query as a file, a page of them in memory at a time. */
export async function sendCsv(connection: Connection, query: string, response: ServerResponse): Promise<void> {
  let csv: ReturnType<typeof csvText> | undefined;
  for await (const { columns, rows } of resultPages(connection, query)) {
    if (csv === undefined) {
      csv = csvText(columns);
      response.writeHead(200, {
        ...EVERY_ANSWER,
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="query.csv"',
        'cache-control': 'no-store',
      });
      response.write(csv.head);
    }
    if (!response.write(csv.lines(rows))) await once(response, 'drain');
  }
  response.end();
}
