import { z } from 'zod';
import type { DatabaseRecord, GlueCatalog, TableRecord } from '../glue/index.ts';
import { AwsError } from '../service.ts';
import { invalidRequest, maxResults, parseInput } from './errors.ts';
import { page } from './paging.ts';
import { type Operation, PRIMARY, type QueryContext, type WorkGroup, workgroup } from './queries.ts';

const CATALOG = 'AwsDataCatalog';
const paging = { MaxResults: maxResults(50), NextToken: z.string().optional() };
const inCatalog = z.object({ CatalogName: z.string() });

/** What Athena says about work groups and about the one data catalog. */
export function metadataOperations(
  catalog: GlueCatalog,
  context: Pick<QueryContext, 'workgroups'>,
): Record<string, Operation> {
  const database = (name: string): DatabaseRecord => {
    const found = catalog.databases().find((each) => each.Name === name.toLowerCase());
    if (!found) throw new AwsError('MetadataException', `Database ${name} not found.`);
    return found;
  };
  return {
    GetWorkGroup(input) {
      const { WorkGroup } = parseInput(z.object({ WorkGroup: z.string() }), input);
      const group = workgroup(context, WorkGroup);
      const Configuration = {
        ResultConfiguration: { OutputLocation: group.outputLocation },
        EnforceWorkGroupConfiguration: false,
        EngineVersion: ENGINE,
      };
      // As it was asked for: `primary` is another name of the first one here.
      return { WorkGroup: { ...summary({ ...group, name: WorkGroup }), Configuration } };
    },
    ListWorkGroups(input) {
      const { MaxResults = 50, NextToken } = parseInput(z.object(paging), input);
      const [first] = context.workgroups;
      const groups = [...context.workgroups, ...(first ? [{ ...first, name: PRIMARY }] : [])];
      const { items, next } = page(groups, MaxResults, NextToken);
      return { WorkGroups: items.map((group) => ({ ...summary(group), EngineVersion: ENGINE })), NextToken: next };
    },
    ListDataCatalogs: () => ({ DataCatalogsSummary: [{ CatalogName: CATALOG, Type: 'GLUE' }] }),
    GetDataCatalog(input) {
      checkCatalog(parseInput(z.object({ Name: z.string() }), input).Name);
      return { DataCatalog: { Name: CATALOG, Type: 'GLUE' } };
    },
    ListDatabases(input) {
      const { CatalogName, MaxResults = 50, NextToken } = parseInput(inCatalog.extend(paging), input);
      checkCatalog(CatalogName);
      const { items, next } = page(catalog.databases(), MaxResults, NextToken);
      return { DatabaseList: items.map(databaseOutput), NextToken: next };
    },
    GetDatabase(input) {
      const { CatalogName, DatabaseName } = parseInput(inCatalog.extend({ DatabaseName: z.string() }), input);
      checkCatalog(CatalogName);
      return { Database: databaseOutput(database(DatabaseName)) };
    },
    ListTableMetadata(input) {
      const shape = inCatalog.extend({
        ...paging,
        DatabaseName: z.string(),
        Expression: z.string().max(256).optional(),
      });
      const { CatalogName, DatabaseName, Expression, MaxResults = 50, NextToken } = parseInput(shape, input);
      checkCatalog(CatalogName);
      if (Expression !== undefined)
        throw invalidRequest('The local stack has no Expression in ListTableMetadata: filter the list');
      const { items, next } = page(catalog.tables(database(DatabaseName).Name), MaxResults, NextToken);
      return { TableMetadataList: items.map(tableOutput), NextToken: next };
    },
    GetTableMetadata(input) {
      const { CatalogName, DatabaseName, TableName } = parseInput(
        inCatalog.extend({ DatabaseName: z.string(), TableName: z.string() }),
        input,
      );
      checkCatalog(CatalogName);
      const table = catalog.tables(database(DatabaseName).Name).find((each) => each.Name === TableName.toLowerCase());
      if (!table) throw new AwsError('MetadataException', `Table ${TableName} not found.`);
      return { TableMetadata: tableOutput(table) };
    },
  };
}

const ENGINE = { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' };

function summary({ name }: WorkGroup) {
  return { Name: name, State: 'ENABLED' };
}

function checkCatalog(name: string): void {
  if (name.toLowerCase() !== CATALOG.toLowerCase()) {
    throw invalidRequest(`Data catalog ${name} was not found; the local stack has ${CATALOG}`);
  }
}

function databaseOutput({ Name, Description, Parameters }: DatabaseRecord) {
  return { Name, Description, Parameters };
}

function tableOutput(table: TableRecord) {
  return {
    Name: table.Name,
    CreateTime: table.CreateTime,
    TableType: table.TableType,
    Columns: table.StorageDescriptor?.Columns,
    PartitionKeys: table.PartitionKeys,
    Parameters: { ...table.Parameters, location: table.StorageDescriptor?.Location ?? '' },
  };
}
