import { z } from 'zod';
import type { GlueCatalog, TableRecord } from '../glue/index.ts';
import type { JsonService } from '../service.ts';
import { analyseQuery } from './sql/analyse-query.ts';
import { locate } from './sql/analyse-relation.ts';
import type { Statement } from './sql/ast.ts';
import { type Environment, INFORMATION_SCHEMA, type StoredView } from './sql/environment.ts';
import { notSupported, type Place, QueryError } from './sql/error.ts';
import { hiveType } from './sql/glue-type.ts';
import { parseStatement } from './sql/parse.ts';
import { typeName } from './sql/types.ts';

/** The catalogue, and the calls that change it. */
export type WritableCatalog = GlueCatalog & Pick<JsonService, 'call'>;

export type ViewStatement = Extract<Statement, { kind: 'create view' | 'drop view' }>;

/** A view as Athena and Trino keep it in Glue: JSON in base64, within a comment of Hive's SQL. */
const definitionShape = z.object({
  originalSql: z.string(),
  catalog: z.string().optional(),
  /** Where the view's own SQL looks for tables without a database. */
  schema: z.string().optional(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
});

export type ViewDefinition = z.infer<typeof definitionShape>;

export function isView(record: TableRecord): boolean {
  return record.TableType === 'VIRTUAL_VIEW';
}

/** @returns what a view is made of; undefined for a table, and for a view that another engine wrote */
export function viewDefinition(record: TableRecord): ViewDefinition | undefined {
  const text = z.string().safeParse(record.ViewOriginalText);
  const [, base64] = /^\/\* Presto View: ([A-Za-z0-9+/=]+) \*\/$/.exec(text.data ?? '') ?? [];
  if (!isView(record) || base64 === undefined) return undefined;
  try {
    return definitionShape.parse(JSON.parse(Buffer.from(base64, 'base64').toString('utf8')));
  } catch {
    return undefined;
  }
}

/** @throws QueryError NOT_SUPPORTED for a view that another engine wrote */
export function storedView(catalog: GlueCatalog, database: string, name: string): StoredView | undefined {
  const record = findRecord(catalog, database, name);
  if (!record || !isView(record)) return undefined;
  const definition = viewDefinition(record);
  const statement = definition && parseStatement(definition.originalSql, []);
  if (statement?.kind !== 'query') throw notSupported(`The view ${name}, which is no view of Athena's,`);
  return { query: statement.query, database: definition?.schema?.toLowerCase() ?? database };
}

/**
 * CREATE VIEW and DROP VIEW, kept in Glue.
 * @throws QueryError when the view's query is wrong, or the name is taken or is no view's
 */
export async function changeView(statement: ViewStatement, catalog: WritableCatalog, env: Environment): Promise<void> {
  const { database, name } = locate(statement.parts, statement.at, env);
  const record = findRecord(catalog, database, name);
  const full = `awsdatacatalog.${database}.${name}`;
  if (statement.kind === 'drop view') {
    if (!record && statement.ifExists) return;
    if (!record || !isView(record)) {
      const hint = record ? ', but a table with that name exists' : '';
      throw new QueryError('TABLE_NOT_FOUND', `View '${full}' does not exist${hint}`, statement.at);
    }
    await catalog.call('DeleteTable', { DatabaseName: database, Name: name });
    return;
  }
  if (record && (!isView(record) || !statement.replace)) {
    const kind = isView(record) ? 'View' : 'Table';
    throw new QueryError('TABLE_ALREADY_EXISTS', `${kind} already exists: '${full}'`, statement.at);
  }
  const columns = columnsOf(statement, { ...env, inside: [`${database}.${name}`] });
  const definition: ViewDefinition = {
    originalSql: statement.sql,
    catalog: 'awsdatacatalog',
    schema: env.database,
    columns: columns.map((column) => ({ name: column.name, type: typeName(column.type) })),
  };
  await catalog.call(record ? 'UpdateTable' : 'CreateTable', {
    DatabaseName: database,
    TableInput: {
      Name: name,
      TableType: 'VIRTUAL_VIEW',
      Parameters: { presto_view: 'true', comment: 'Presto View' },
      PartitionKeys: [],
      StorageDescriptor: {
        Columns: columns.map((column) => ({ Name: column.name, Type: hiveType(column.type) })),
        Location: '',
        SerdeInfo: {},
      },
      ViewOriginalText: `/* Presto View: ${Buffer.from(JSON.stringify(definition)).toString('base64')} */`,
      ViewExpandedText: '/* Presto View */',
    },
  });
}

function columnsOf({ query, at }: Extract<ViewStatement, { kind: 'create view' }>, env: Environment) {
  const seen = new Set<string>();
  const columns = analyseQuery(query, env, undefined).columns.map((column, index) => {
    const { name, type } = column;
    if (name === undefined) fail('MISSING_COLUMN_NAME', `Column name not specified at position ${index + 1}`, at);
    if (seen.has(name)) fail('DUPLICATE_COLUMN_NAME', `Column name '${name}' specified more than once`, at);
    if (type.kind === 'unknown') fail('COLUMN_TYPE_UNKNOWN', `Column type is unknown: ${name}`, at);
    seen.add(name);
    return { name, type };
  });
  if (env.scans.some(({ table }) => table.database === INFORMATION_SCHEMA)) {
    throw new QueryError('NOT_SUPPORTED', 'A view on information_schema is not supported', at);
  }
  return columns;
}

function fail(code: string, message: string, at: Place): never {
  throw new QueryError(code, message, at);
}

function findRecord(catalog: GlueCatalog, database: string, name: string): TableRecord | undefined {
  return catalog.tables(database).find((table) => table.Name === name);
}
