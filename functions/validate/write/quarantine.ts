/** Writes down every record with something rejected in it: where it stands, what it says and what is wrong with it. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import type { Prepared, RawRecord } from '../formats/index.ts';
import { columnWithRole, type Slot, slotsOf } from '../read/slots.ts';
import type { StagingTable } from '../read/staging-table.ts';
import { type Code, codeOf, QUARANTINE_CODES, ROW_CODES } from '../reject-codes.ts';

/** A longer record is cut; its line number finds the rest. */
const MAX_RAW_BYTES = 16 * 1024;

/** One line of rejected.ndjson. */
export interface QuarantinedRecord {
  /** Line of the file on which the record begins, from 1. */
  readonly line: number;
  /** The record as it stands in the file; null when it is not UTF-8, then `raw_base64` has its bytes. */
  readonly raw: string | null;
  readonly raw_base64?: string;
  readonly code: Code;
  readonly message: string;
  /** The column at fault; null when the whole record is. */
  readonly column: string | null;
  /** How many values of the record were rejected. */
  readonly readings: number;
}

interface Fault {
  readonly n: number;
  readonly cell: number;
  readonly code: number;
}

/**
 * SQL: offset of a rejected record. DuckDB counts from 1, and takes what is left of the line break before it, and the
 * empty lines behind that, for its beginning.
 */
const POSITION = `line_byte_position - 1 + length(csv_line) - length(ltrim(csv_line, chr(10) || chr(13)))`;

const number = z.coerce.number();
const faultSchema = z.object({ n: number, cell: number, code: number });

export interface QuarantineSource {
  /** The records as a person knows them. */
  readonly records: Prepared['records'];
  readonly layout: Layout;
  readonly stage: StagingTable;
  /** Table of the records at fault, see `Settled`. */
  readonly bad: string;
}

/**
 * @param to local file to write, one JSON document a line, in the file's order
 * @param limit documents at most
 * @returns the first few, to show to a person
 * @throws InputRejected UNREADABLE when the file ends inside a quote, or when its records cannot be told apart for sure
 */
export async function writeQuarantine(
  source: QuarantineSource,
  to: string,
  limit: number,
  db: Database,
): Promise<readonly QuarantinedRecord[]> {
  const { layout, stage } = source;
  const slots = slotsOf(layout);
  const faults = (await db.rows(`SELECT n, cell, code FROM ${source.bad} ORDER BY n, cell LIMIT ${limit}`)).map((row) =>
    faultSchema.parse(row),
  );
  const malformed = new Set(
    (await db.rows(`SELECT DISTINCT ${POSITION} AS at FROM ${stage.rejects}`)).map(
      (row) => z.object({ at: number }).parse(row).at,
    ),
  );

  const samples: QuarantinedRecord[] = [];
  const out = createWriteStream(to);
  let written = 0;
  const write = async (record: QuarantinedRecord): Promise<void> => {
    if (written >= limit) return;
    written += 1;
    if (samples.length < 5) samples.push(record);
    if (!out.write(`${JSON.stringify(record)}\n`)) await once(out, 'drain');
  };

  let ordinal = 0;
  let next = 0;
  const visit = async (record: RawRecord): Promise<void> => {
    if (malformed.delete(record.offset)) return write(malformedRecord(record, layout));
    ordinal += 1;
    const own: Fault[] = [];
    for (let fault = faults[next]; fault?.n === ordinal; fault = faults[next]) {
      own.push(fault);
      next += 1;
    }
    for (const document of describe(record, own, layout, slots)) await write(document);
  };
  try {
    await source.records(visit);
  } finally {
    out.end();
    await finished(out);
  }
  if (ordinal !== stage.parsed + stage.leftOut || malformed.size > 0) {
    throw new InputRejected(
      'UNREADABLE',
      'The quotes or line breaks of the file are placed so that its records cannot be told apart for sure.',
      { records: stage.parsed, counted: ordinal },
    );
  }
  return samples;
}

function malformedRecord(record: RawRecord, layout: Layout): QuarantinedRecord {
  const code = 'RECORD_MALFORMED';
  return {
    ...where(record),
    code,
    message: QUARANTINE_CODES[code].message,
    column: null,
    readings: slotsOf(layout).length,
  };
}

/** One document for a record that is rejected as a whole, else one for every slot with something rejected in it. */
function describe(
  record: RawRecord,
  faults: readonly Fault[],
  layout: Layout,
  slots: readonly Slot[],
): QuarantinedRecord[] {
  const found = faults.map(({ cell, code }) => ({ cell, code: codeOf(code) }));
  const whole = found.filter(({ code }) => Object.hasOwn(ROW_CODES, code));
  const documents: QuarantinedRecord[] = [];
  const [first] = whole;
  if (first) {
    const { code } = first;
    documents.push({
      ...where(record),
      code,
      message: QUARANTINE_CODES[code].message,
      column: timeColumn(code, layout),
      readings: whole.length,
    });
  }
  for (const { cell, code } of found) {
    if (Object.hasOwn(ROW_CODES, code)) continue;
    const column = slots[cell]?.column.name ?? null;
    documents.push({ ...where(record), code, message: QUARANTINE_CODES[code].message, column, readings: 1 });
  }
  return documents;
}

function timeColumn(code: Code, layout: Layout): string | null {
  if (!code.startsWith('TIME')) return null;
  const roles = code === 'TIME_ZONE_UNKNOWN' ? (['zone'] as const) : (['timestamp', 'date', 'end'] as const);
  const found = roles.map((role) => columnWithRole(layout, role)).find((column) => column);
  return found?.name ?? null;
}

function where({ line, bytes }: RawRecord): Pick<QuarantinedRecord, 'line' | 'raw' | 'raw_base64'> {
  const shown = bytes.subarray(0, MAX_RAW_BYTES);
  try {
    return { line, raw: new TextDecoder('utf-8', { fatal: shown.length === bytes.length }).decode(shown) };
  } catch {
    return { line, raw: null, raw_base64: shown.toString('base64') };
  }
}
