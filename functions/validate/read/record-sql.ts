/**
 * The SQL that turns a file into typed readings. Everything is read as text and converted by expressions, so that a bad
 * cell rejects itself and never a whole block; the common forms take the fast way through each CASE.
 */

import { literal } from '../../../shared/database/duckdb.ts';
import type { LayoutColumn } from '../../../shared/readings/layout.ts';
import type { Recognised } from '../recognise/recognise.ts';
import {
  ABSENT,
  CODES,
  EARLIEST,
  FUTURE_HOURS,
  GOOD,
  HEADER_AGAIN,
  MAX_KWH,
  MAX_NAME_LENGTH,
  MISSING,
  MISSING_WORDS,
} from '../reject-codes.ts';
import { columnWithRole, type EnergyRole, energyRoles, hasMeasureColumn, type Slot, slotsOf } from './slots.ts';
import { textColumns } from './text-columns.ts';
import { placed, withLocal } from './time-sql.ts';
import { directionSql, type ValueSql, valueSql } from './value-sql.ts';
import { areUtc, type Zones } from './zones.ts';

export interface ParseOptions {
  readonly file: string;
  readonly recognised: Recognised;
  readonly zones: Zones;
  /** See PlaceOptions. */
  readonly wallDates: readonly (readonly string[])[];
  /** Site of records that name none. */
  readonly siteId: string;
  readonly now: Date;
  /**
   * Adds `n`, the record's ordinal from 1, and looks at every name. That costs parallelism and a regular expression a
   * row, so it is done only when a record is at fault and must be found again; names are first checked series by series.
   */
  readonly numbered: boolean;
  /** Reads line breaks of several kinds in one file. */
  readonly lenient: boolean;
  /** DuckDB tables that receive the records which cannot be taken apart. */
  readonly rejects: { readonly errors: string; readonly scans: string };
}

export const APPLIANCE_OF_A_WHOLE_SITE = 'total';
const MINUTE_US = 60_000_000;

/** How the parsed records are kept: what differs from record to record is stored, the rest is a constant of the view. */
export interface ParsedRelation {
  /** Query whose result is stored. */
  readonly stored: string;
  /** Select list over the stored columns that gives every column of a stage. */
  readonly view: string;
  /** `utc` is `timestamp` by another name. */
  readonly utcIsLocal: boolean;
}

/**
 * One row per reading or pair of readings: `[n, stamp,] cell, site_id, appliance, timestamp, utc, power, kwh,
 * generated_kwh` and one byte each for what became of the record (`row_code`), of the consumption (`kwh_code`) and of the
 * generation (`generated_code`). `cell` is the slot of the record, from 0.
 */
export function parseRelation(options: ParseOptions): ParsedRelation {
  const { layout } = options.recognised;
  const slots = slotsOf(layout);
  const several = slots.length > 1;
  const fast = options.recognised.fast !== undefined && !options.numbered;
  const isUtc =
    fast && areUtc(options.zones) && layout.time.stamps === 'start' && layout.time.slot_minutes === undefined;

  const stored: string[] = options.numbered ? ['n', 'stamp'] : [];
  const view: string[] = options.numbered ? ['n', 'stamp'] : [];
  const store = (name: string, sql: string) => {
    stored.push(`${sql} AS ${name}`);
    view.push(name);
  };
  const constant = (name: string, sql: string) => view.push(`${sql} AS ${name}`);

  if (several) store('cell', 'CAST(cell AS USMALLINT)');
  else constant('cell', '0::USMALLINT');
  if (columnWithRole(layout, 'site')) store('site_id', 'site_id');
  else constant('site_id', literal(options.siteId));
  applianceColumn(columnWithRole(layout, 'appliance'), slots, store, constant);
  store('timestamp', 'timestamp');
  if (isUtc) constant('utc', 'timestamp');
  else store('utc', 'utc');
  if (options.zones.number !== undefined) store('zone', 'CAST(zone AS UTINYINT)');
  store('row_code', `CAST(${rowCode(options)} AS TINYINT)`);

  const value = valueSql(layout, 'cell');
  const power = value.power('consumed');
  if (power === 'true' || power === 'false') constant('power', power);
  else store('power', powerOf(value, slots));
  const roles = energyRoles(layout);
  for (const [role, name, code] of [
    ['consumed', 'kwh', 'kwh_code'],
    ['generated', 'generated_kwh', 'generated_code'],
  ] as const) {
    if (roles.includes(role)) {
      store(name, name);
      store(code, `CAST(${valueCode(role, name, options, value)} AS TINYINT)`);
    } else {
      constant(name, 'NULL::DECIMAL(18,9)');
      constant(code, `${ABSENT}::TINYINT`);
    }
  }
  return {
    stored: `SELECT ${stored.join(', ')} FROM (${typedColumns(options, fast, value)})`,
    view: view.join(', '),
    utcIsLocal: isUtc,
  };
}

/** Both values of a pair have one unit. */
function powerOf(value: ValueSql, slots: readonly Slot[]): string {
  const consumes = slots.some(({ consumed }) => consumed);
  return value.power(consumes ? 'consumed' : 'generated');
}

type Add = (name: string, sql: string) => void;

function applianceColumn(column: LayoutColumn | undefined, slots: readonly Slot[], store: Add, constant: Add): void {
  const names = slots.map(({ appliance }) => appliance);
  const [only] = names;
  const same = names.every((name) => name === only);
  const bySlot = same
    ? only === null || only === undefined
      ? null
      : literal(only)
    : `[${names.map((name) => (name === null ? 'NULL' : literal(name))).join(', ')}][cell + 1]`;
  if (!column) {
    constant(
      'appliance',
      bySlot === null
        ? literal(APPLIANCE_OF_A_WHOLE_SITE)
        : `coalesce(${bySlot}, ${literal(APPLIANCE_OF_A_WHOLE_SITE)})`,
    );
  } else if (same) {
    // One series a record: the record's own name is enough.
    store('appliance', 'appliance_name');
  } else {
    store('appliance', `appliance_name || coalesce(' ' || ${bySlot}, '')`);
  }
}

/** Text columns, and beside them `site_id, appliance_name, timestamp, utc, skipped, kwh, generated_kwh`. */
function typedColumns(options: ParseOptions, fast: boolean, value: ValueSql): string {
  const { recognised, zones, numbered } = options;
  const { layout } = recognised;
  const slots = slotsOf(layout);
  const text = textColumns({ ...options, layout });
  const zoned = zones.number === undefined ? text : `SELECT *, ${zones.number} AS zone FROM (${text})`;
  const stamped = withLocal(zoned, {
    layout,
    zones,
    fast: fast ? recognised.fast : undefined,
  });
  const spread = slots.length > 1 ? unnested(stamped, slots) : stamped;
  const slotted =
    layout.time.slot_minutes === undefined ? spread : `SELECT *, ${plusOf(options, slots)} AS plus_us FROM (${spread})`;
  const timed = placed(slotted, {
    layout,
    zones,
    numbered,
    wallDates: options.wallDates,
    offsets:
      layout.time.format !== 'calendar' ||
      layout.time.offset_minutes !== undefined ||
      !fast ||
      recognised.fast?.kind === 'zulu',
  });
  // Trimming costs as much as reading: in the fast way, a name that needs it is found in the table of series instead.
  const named = (role: 'site' | 'appliance', otherwise: string) =>
    columnWithRole(layout, role) ? (fast ? role : `coalesce(trim(${role}), '')`) : literal(otherwise);
  const direction = hasMeasureColumn(layout) ? `, ${directionSql('direction')} AS measured` : '';
  const plain = value.digits('consumed') === 'consumed';
  const digits = plain
    ? timed
    : `SELECT *, ${value.digits('consumed')} AS consumed_digits, ${value.digits('generated')} AS generated_digits FROM (${timed})`;
  const amount = (role: EnergyRole) => value.amount(plain ? role : `${role}_digits`, role);
  return (
    `SELECT *, ${named('site', options.siteId)} AS site_id, ${named('appliance', APPLIANCE_OF_A_WHOLE_SITE)} AS appliance_name, ` +
    `${amount('consumed')} AS kwh, ${amount('generated')} AS generated_kwh${direction} FROM (${digits})`
  );
}

function unnested(from: string, slots: readonly Slot[]): string {
  const role = (name: EnergyRole) =>
    slots.some((slot) => slot[name]) ? `unnest(${name}) AS ${name}` : `NULL::VARCHAR AS ${name}`;
  return `SELECT * EXCLUDE (consumed, generated), ${role('consumed')}, ${role('generated')}, unnest(range(${slots.length})) AS cell FROM (${from})`;
}

/** SQL: microseconds from the day's midnight to the start of the interval. */
function plusOf({ recognised }: ParseOptions, slots: readonly Slot[]): string {
  const { slot_minutes = 60, first_slot = 1 } = recognised.layout.time;
  if (columnWithRole(recognised.layout, 'hour')) {
    return `CASE WHEN try_cast(slot AS INTEGER) BETWEEN ${first_slot} AND ${Math.ceil((25 * 60) / slot_minutes) - 1 + first_slot} THEN (try_cast(slot AS BIGINT) - ${first_slot}) * ${slot_minutes * MINUTE_US} END`;
  }
  const [first, second] = slots;
  const step = (second?.offsetMinutes ?? 0) - (first?.offsetMinutes ?? 0);
  return `cell * ${step * MINUTE_US}`;
}

function code(name: keyof typeof CODES): number {
  return CODES[name].number;
}

function rowCode(options: ParseOptions): string {
  const { layout } = options.recognised;
  const latest = new Date(options.now.getTime() + FUTURE_HOURS * 3_600_000).toISOString().slice(0, 19);
  const noZone = options.zones.number === undefined ? '' : `WHEN zone IS NULL THEN ${code('TIME_ZONE_UNKNOWN')} `;
  const name = options.numbered
    ? `CASE WHEN ${isBadName('site_id')} OR ${isBadName('appliance_name')} THEN ${code('NAME_INVALID')} ELSE ${GOOD} END`
    : `${GOOD}`;
  const good = hasMeasureColumn(layout)
    ? `CASE WHEN measured IS NULL THEN ${code('MEASURE_UNKNOWN')} ELSE ${name} END`
    : name;
  return (
    `CASE WHEN malformed THEN ${code('RECORD_MALFORMED')} ` +
    `WHEN utc BETWEEN TIMESTAMP '${EARLIEST}' AND TIMESTAMP '${latest}' AND NOT skipped THEN ${good} ` +
    `WHEN header_again THEN ${HEADER_AGAIN} ` +
    `WHEN utc IS NULL THEN CASE WHEN ${isMissing('time')} THEN ${code('TIMESTAMP_MISSING')} ${noZone}ELSE ${code('TIMESTAMP_INVALID')} END ` +
    `WHEN skipped THEN ${code('TIME_NONEXISTENT')} ELSE ${code('TIMESTAMP_IMPLAUSIBLE')} END`
  );
}

function valueCode(role: EnergyRole, value: string, { recognised }: ParseOptions, sql: ValueSql): string {
  const { layout } = recognised;
  const plain = sql.digits(role) === role;
  const digits = plain ? role : `${role}_digits`;
  const coded =
    `CASE WHEN malformed THEN ${code('RECORD_MALFORMED')} ` +
    `WHEN ${value} BETWEEN -${MAX_KWH} AND ${MAX_KWH} AND NOT contains(${role}, '_') THEN ${GOOD} ` +
    `WHEN ${isMissing(role)} THEN ${MISSING} ` +
    `WHEN contains(${role}, '_') OR try_cast(${digits} AS DOUBLE) IS NULL OR isnan(try_cast(${digits} AS DOUBLE)) ` +
    `OR lower(${role}) LIKE '%inf%' THEN ${code('VALUE_INVALID')} ` +
    `${sql.unitUnknown(role) === 'false' ? '' : `WHEN ${sql.unitUnknown(role)} THEN ${code('UNIT_UNKNOWN')} `}ELSE ${code('VALUE_IMPLAUSIBLE')} END`;
  if (hasMeasureColumn(layout)) {
    const other = role === 'consumed' ? `measured = 'generation'` : `coalesce(measured, 'consumption') <> 'generation'`;
    return `CASE WHEN ${other} THEN ${ABSENT} ELSE ${coded} END`;
  }
  const slots = slotsOf(layout);
  if (slots.every((slot) => slot[role])) return coded;
  return `CASE WHEN NOT [${slots.map((slot) => String(slot[role] !== undefined)).join(', ')}][cell + 1] THEN ${ABSENT} ELSE ${coded} END`;
}

/** SQL: whether the name of a site or an appliance is refused, or is not written as it is meant. Never null. */
export function isBadName(name: string): string {
  return `(${name} IS NULL OR ${name} <> trim(${name}) OR length(${name}) NOT BETWEEN 1 AND ${MAX_NAME_LENGTH} OR regexp_matches(${name}, '[\\x00-\\x1f\\x7f\\x{fffd}]'))`;
}

/** A cell that gives nothing. Not `IN`: DuckDB makes a join of it, which every row passes before its CASE is looked at. */
function isMissing(text: string): string {
  return `(${text} IS NULL OR list_contains([${MISSING_WORDS.map(literal).join(', ')}], lower(trim(${text}))))`;
}
