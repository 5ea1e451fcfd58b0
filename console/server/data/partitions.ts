import type { Connection } from '../../../cli/connection.ts';
import { CliError } from '../../../cli/errors.ts';
import { TABLE_NAMES, TABLES } from '../../../shared/tables/schema.ts';
import { shown } from '../shown.ts';

const PAGE = 200;

/**
 * Partitions of a table as the catalogue has them, and where the next ones begin.
 * @throws CliError for no table of ours
 */
export async function partitionPage({ clients, database }: Connection, named: string, next: string | null) {
  const table = TABLE_NAMES.find((name) => name === named);
  if (table === undefined) throw new CliError(`There is no table '${named}' with partitions.`);
  const { GetPartitionsCommand } = await import('@aws-sdk/client-glue');
  const glue = await clients.glue();
  const { Partitions = [], NextToken } = await glue.send(
    new GetPartitionsCommand({
      ...{ DatabaseName: database, TableName: table, MaxResults: PAGE, ExcludeColumnSchema: true },
      ...(next === null ? {} : { NextToken: next }),
    }),
  );
  const rows = Partitions.map(({ Values = [], StorageDescriptor }) => [...Values, StorageDescriptor?.Location ?? '']);
  const keys = TABLES[table].partitionKeys.map(({ name }) => name);
  return { partitions: shown([...keys, 'Files'], rows, PAGE), next: NextToken ?? null };
}
