/** Writes down every record with something rejected in it: where it stands, what it says and what is wrong with it. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import type { Database } from '../../shared/duckdb.ts';
import { InputRejected } from '../../shared/errors.ts';
import { CODES, type Code, codeOf, MISSING } from './codes.ts';
import { energyRoles, type Layout } from './layout.ts';
import type { Recognised } from './recognise.ts';
import { type RawRecord, scanRecords, Unfinished } from './records.ts';
import type { Stage } from './stage.ts';

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
  readonly row: number;
  readonly consumed: number;
  readonly generated: number;
}

const number = z.coerce.number();
const faultSchema = z.object({ n: number, row: number, consumed: number, generated: number });

export interface QuarantineSource {
  /** The file as a person knows it (for a JSON array: not the lines that were made from it). */
  readonly file: string;
  readonly recognised: Recognised;
  readonly stage: Stage;
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
  const { recognised, stage } = source;
  const faults = (
    await db.rows(
      `SELECT n, row_code AS row, kwh_code AS consumed, generated_code AS generated FROM ${source.bad} ORDER BY n LIMIT ${limit}`,
    )
  ).map((row) => faultSchema.parse(row));
  const malformed = new Set(
    (await db.rows(`SELECT DISTINCT line_byte_position - 1 AS at FROM ${stage.rejects}`)).map(
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

  let headerSeen = recognised.format !== 'csv';
  let ordinal = 0;
  let next = 0;
  const visit = (record: RawRecord): void | Promise<void> => {
    if (!headerSeen) {
      headerSeen = true;
      return;
    }
    if (malformed.has(record.offset)) return write(malformedRecord(record, recognised.layout));
    ordinal += 1;
    const fault = faults[next];
    if (fault?.n !== ordinal) return;
    next += 1;
    return write(describe(record, fault, recognised.layout));
  };
  try {
    await scanRecords(source.file, recognised, visit);
  } catch (error) {
    if (error instanceof Unfinished) throw new InputRejected('UNREADABLE', error.message, { line: error.line });
    throw error;
  } finally {
    out.end();
    await finished(out);
  }
  if (ordinal !== stage.parsed) {
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
  return { ...where(record), code, message: CODES[code].message, column: null, readings: energyRoles(layout).length };
}

function describe(record: RawRecord, fault: Fault, layout: Layout): QuarantinedRecord {
  const rejected = energyRoles(layout).filter((role) => fault[role] > MISSING);
  const wholeRow = fault.row > 0;
  const role = wholeRow ? undefined : rejected[0];
  const code = codeOf(wholeRow ? fault.row : role ? fault[role] : MISSING);
  return {
    ...where(record),
    code,
    message: CODES[code].message,
    column: columnOf(code, role, layout),
    readings: rejected.length,
  };
}

function columnOf(code: Code, role: 'consumed' | 'generated' | undefined, layout: Layout): string | null {
  if (role) return layout.columns[role]?.name ?? null;
  return code.startsWith('TIME') ? (layout.columns.timestamp?.name ?? null) : null;
}

function where({ line, bytes }: RawRecord): Pick<QuarantinedRecord, 'line' | 'raw' | 'raw_base64'> {
  const shown = bytes.subarray(0, MAX_RAW_BYTES);
  try {
    return { line, raw: new TextDecoder('utf-8', { fatal: shown.length === bytes.length }).decode(shown) };
  } catch {
    return { line, raw: null, raw_base64: shown.toString('base64') };
  }
}
