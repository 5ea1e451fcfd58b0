/**
 * Brings a file of any format into a table of text that is recognised and read: one file a format, one list of them.
 */
import { join } from 'node:path';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { FormatName } from '../../../shared/readings/file-formats.ts';
import type { Decision, Layout } from '../../../shared/readings/layout.ts';
import type { Head } from '../open/index.ts';
import { cdrUsage } from './cdr-usage.ts';
import { cmep } from './cmep.ts';
import { commentedHeading } from './commented-heading.ts';
import { csv, withoutFrame } from './csv.ts';
import { d0036 } from './d0036.ts';
import { datedByTitle } from './dated-by-title.ts';
import { directionSections } from './direction-sections.ts';
import { dsmr } from './dsmr.ts';
import { eiep3 } from './eiep3.ts';
import { eiep13a } from './eiep13a.ts';
import { fhemLog } from './fhem-log.ts';
import { flussoMisure } from './flusso-misure.ts';
import type { FileFormat, Files, Fixed, Visit } from './format.ts';
import { framedTable } from './framed-table.ts';
import { froniusArchive } from './fronius-archive.ts';
import { greenButton } from './green-button.ts';
import { homeAssistantEnergy, homeAssistantHistory } from './home-assistant.ts';
import { html } from './html.ts';
import { inexogy } from './inexogy.ts';
import { influx } from './influx.ts';
import { influxLines } from './influx-lines.ts';
import { jsonArray } from './json-array.ts';
import { jsonDocument } from './json-document.ts';
import { marketDocument } from './market-document.ts';
import { meterReadings } from './meter-readings.ts';
import { meterSections } from './meter-sections.ts';
import { mscons } from './mscons.ts';
import { ndjson } from './ndjson.ts';
import { nem12 } from './nem12.ts';
import { nem13 } from './nem13.ts';
import { obixHistory } from './obix-history.ts';
import { parquet } from './parquet.ts';
import { pivot } from './pivot.ts';
import { readingBlocks } from './reading-blocks.ts';
import { sdat } from './sdat.ts';
import { volkszaehler } from './volkszaehler.ts';
import { writtenDates } from './written-dates.ts';
import { xlsx } from './xlsx.ts';
import { xml80020 } from './xml-80020.ts';
import { xmlRows } from './xml-rows.ts';

export { csvMachine, splitCells } from './csv.ts';
export type { FileFormat, RawRecord, Visit } from './format.ts';
export { scanRecords } from './scan.ts';

/** In the order in which a file is held against them; the last one takes what no other does. */
const FORMATS = {
  parquet,
  xlsx,
  'green-button': greenButton,
  'market-document': marketDocument,
  sdat,
  'meter-readings': meterReadings,
  mscons,
  'flusso-misure': flussoMisure,
  'xml-80020': xml80020,
  'obix-history': obixHistory,
  'xml-rows': xmlRows,
  html,
  nem12,
  nem13,
  cmep,
  eiep3,
  eiep13a,
  d0036,
  'reading-blocks': readingBlocks,
  dsmr,
  'cdr-usage': cdrUsage,
  inexogy,
  volkszaehler,
  'fhem-log': fhemLog,
  influx,
  'influx-lines': influxLines,
  'home-assistant-energy': homeAssistantEnergy,
  'home-assistant-history': homeAssistantHistory,
  'fronius-archive': froniusArchive,
  'json-document': jsonDocument,
  'json-array': jsonArray,
  ndjson,
  pivot,
  'dated-by-title': datedByTitle,
  'direction-sections': directionSections,
  'meter-sections': meterSections,
  'written-dates': writtenDates,
  'commented-heading': commentedHeading,
  'framed-table': framedTable,
  csv,
} as const satisfies Record<FormatName, FileFormat>;

const IN_ORDER: readonly FileFormat[] = Object.values(FORMATS);

/** @param head first bytes of a file, as they are */
export function binaryFormat(head: Buffer): FileFormat | undefined {
  return IN_ORDER.find(({ detect }) => detect.by === 'bytes' && detect.is(head));
}

export function textFormat(head: Head): FileFormat {
  return IN_ORDER.find(({ detect }) => detect.by === 'text' && detect.is(head)) ?? csv;
}

/** What a layout's format makes of a file: rows of cells, or objects. */
export function holds({ dialect }: Pick<Layout, 'dialect'>): FileFormat['holds'] {
  return FORMATS[dialect.format].holds;
}

export function fixedBy(name: FormatName): Fixed {
  return FORMATS[name].fixes;
}

/** @returns the file as a table of text, which may be the file itself. @throws InputRejected where it cannot be read */
export async function tableOf(
  format: FileFormat,
  file: string,
  folder: string,
  db: Database,
): Promise<{ readonly file: string; readonly decisions: readonly Decision[] }> {
  if (!format.toTable) return { file, decisions: [] };
  const table = join(folder, 'upload-table');
  return { file: table, decisions: await format.toTable(file, table, db) };
}

export interface Prepared {
  /** What DuckDB reads. */
  readonly file: string;
  /** Visits the records in the table's order, as a person knows them; see `FileFormat`. */
  readonly records: (visit: Visit) => Promise<void>;
}

/**
 * @param shown the upload as plain text, before it was brought into a table
 * @returns the table as DuckDB reads it: without preamble and comments, one record a line
 */
export async function prepare(table: string, shown: string, layout: Layout, folder: string): Promise<Prepared> {
  const { dialect } = layout;
  const format: FileFormat = FORMATS[dialect.format];
  const file = format.holds === 'cells' ? await withoutFrame(table, dialect, folder) : table;
  const files: Files = { file, shown };
  return { file, records: (visit) => format.records(files, dialect, visit) };
}
