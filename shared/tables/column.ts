/**
 * What a column and a table are, and the types of energies and amounts. Types are Glue's. TIMESTAMP is without a
 * zone; no HUGEINT and nothing unsigned, because Athena reads neither.
 */
export type ColumnType =
  | 'string'
  | 'int'
  | 'bigint'
  | 'double'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | `decimal(${number},${number})`;

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly comment: string;
}

export interface Table {
  readonly description: string;
  /** Folder of the lake below which each dataset, run and attempt has its own prefix. */
  readonly folder: string;
  readonly columns: readonly Column[];
  readonly partitionKeys: readonly Column[];
}

/** Energy of one reading: exact to a nano-kWh, up to a billion kWh, in eight bytes. */
export const ENERGY_TYPE = 'decimal(18,9)';
/** A sum of energies. */
export const ENERGY_SUM_TYPE = 'decimal(38,9)';
/** A price of a kWh, or its CO2 in kg. */
export const PRICE_TYPE = 'decimal(13,6)';
/** An energy times a price, or a sum of them: exact. */
export const COST_TYPE = 'decimal(38,15)';

/** Folders of the lake that hold the record of each site, and its tables. */
export const RECORD_FOLDER = 'record';
export const RECORD_DATA_FOLDER = `${RECORD_FOLDER}/data`;
