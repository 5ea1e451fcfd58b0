/**
 * What Glue is told about the tables, in the words of its API (which CloudFormation shares). No SDK here: the stack and
 * the functions build the same inputs from the one declaration in shared/tables/schema.ts.
 */
import { DATASETS_COLUMNS, DATASETS_FOLDER, DATASETS_TABLE, DATASETS_TABLE_DESCRIPTION } from './datasets-table.ts';
import { isRecordTable, queriedColumns, RECORD_DATA_FOLDER, TABLE_NAMES, TABLES, type TableName } from './schema.ts';

export interface GlueColumn {
  Name: string;
  Type: string;
  Comment?: string;
}

export interface GlueStorage {
  Columns: GlueColumn[];
  Location: string;
  InputFormat: string;
  OutputFormat: string;
  SerdeInfo: { SerializationLibrary: string; Parameters: Record<string, string> };
}

export interface GlueTable {
  Name: string;
  Description: string;
  TableType: 'EXTERNAL_TABLE';
  Parameters: Record<string, string>;
  PartitionKeys: GlueColumn[];
  StorageDescriptor: GlueStorage;
}

export interface GluePartition {
  Values: string[];
  StorageDescriptor: GlueStorage;
}

const PARQUET = {
  InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
};

const JSON_LINES = {
  InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
  SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
};

type Format = typeof PARQUET;
type NamedColumn = { readonly name: string; readonly type: string; readonly comment: string };

function columns(of: readonly NamedColumn[]): GlueColumn[] {
  return of.map(({ name, type, comment }) => ({ Name: name, Type: type, Comment: comment }));
}

function storage(format: Format, of: readonly NamedColumn[], location: string): GlueStorage {
  return {
    Columns: columns(of),
    Location: location,
    InputFormat: format.InputFormat,
    OutputFormat: format.OutputFormat,
    SerdeInfo: {
      SerializationLibrary: format.SerializationLibrary,
      Parameters: { 'serialization.format': '1' },
    },
  };
}

/** A table whose partitions are registered one by one; projection would make Athena ignore them. */
function partitionedTable(table: TableName, bucket: string): GlueTable {
  const { description, partitionKeys } = TABLES[table];
  const folder = isRecordTable(table) ? RECORD_DATA_FOLDER : TABLES[table].folder;
  return {
    Name: table,
    Description: description,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', classification: 'parquet' },
    PartitionKeys: columns(partitionKeys),
    StorageDescriptor: storage(PARQUET, queriedColumns(table), `s3://${bucket}/${folder}/`),
  };
}

function datasetsTable(bucket: string): GlueTable {
  return {
    Name: DATASETS_TABLE,
    Description: DATASETS_TABLE_DESCRIPTION,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', classification: 'json' },
    PartitionKeys: [],
    StorageDescriptor: storage(JSON_LINES, DATASETS_COLUMNS, `s3://${bucket}/${DATASETS_FOLDER}/`),
  };
}

/** Every table of the database, `datasets` included. */
export function glueTables(bucket: string): GlueTable[] {
  return [...TABLE_NAMES.map((table) => partitionedTable(table, bucket)), datasetsTable(bucket)];
}

/** @param location `s3://bucket/prefix/` of the partition's files */
export function gluePartition(table: TableName, values: readonly string[], location: string): GluePartition {
  return { Values: [...values], StorageDescriptor: storage(PARQUET, queriedColumns(table), location) };
}
