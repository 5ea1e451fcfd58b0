/**
 * The SQL that turns a file into typed readings. Everything is read as text and converted by expressions, so that a bad
 * cell rejects itself and never a whole block; the common forms take the fast way through each CASE.
 */

import { literal } from '../../../shared/database/duckdb.ts';
import { APPLIANCE_OF_A_WHOLE_SITE } from '../../../shared/energy/flows.ts';
import { type Layout, MAX_FACTOR, UNIT_EXPONENTS } from '../../../shared/readings/layout.ts';
import { utcSecond } from '../../../shared/text/days.ts';
import { MINUTE_US } from '../../../shared/time-units.ts';
import type { Recognised } from '../recognise/recognise.ts';
import { isEpoch } from '../recognise/times.ts';
import {
  EARLIEST,
  FUTURE_HOURS,
  GOOD,
  HEADER_AGAIN,
  INVALID_WORDS,
  MAX_KWH,
  MAX_KWH_OF_A_GRID,
  MAX_NAME_LENGTH,
  MISSING,
  MISSING_WORDS,
  NOWHERE,
  QUARANTINE_CODES,
  SKIPPED,
} from '../reject-codes.ts';
import {
  columnWithRole,
  hasMeasureColumn,
  hasOtherKinds,
  hasSeveralSeries,
  KEY_SEPARATOR,
  MAX_DIRECTION_LENGTH,
  type Slot,
  slotsOf,
  statesEnds,
  valueColumns,
} from './slots.ts';
import { textColumns } from './text-columns.ts';
import { earlierBy, placed, withEnds, withLocal, withMonthEnds } from './time-sql.ts';
import { plainNumber, type ValueSql, valueSql } from './value-sql.ts';
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
   * row, so it is done only when a record is at fault and must be found again; names are first checked series by
   * series.
   */
  readonly numbered: boolean;
  /** Reads line breaks of several kinds in one file. */
  readonly lenient: boolean;
  /** DuckDB tables that receive the records which cannot be taken apart. */
  readonly rejects: { readonly errors: string; readonly scans: string };
}

/**
 * How the parsed records are kept: what differs from record to record is stored, the rest is a constant of the view.
 */
export interface ParsedRelation {
  /** Query whose result is stored. */
  readonly stored: string;
  /** Select list over the stored columns that gives every column of a stage. */
  readonly view: string;
  /** `utc` is `timestamp` by another name. */
  readonly utcIsLocal: boolean;
}

/**
 * One row per reading: `[n, stamp, unit, number,] cell, site_id, appliance, timestamp, utc, power, kwh` and one byte
 * for what became of it (`code`). `cell` is the slot of the record, from 0, and `appliance` the key of the series.
 */
export function parseRelation(options: ParseOptions): ParsedRelation {
  const { layout } = options.recognised;
  const slots = slotsOf(layout);
  const fast = options.recognised.fast !== undefined && !options.numbered;
  const isUtc = fast && areUtc(options.zones) && earlierBy(layout) === 0 && layout.time.slot_minutes === undefined;

  const stored: string[] = options.numbered ? ['n', 'stamp', 'closes'] : [];
  const view: string[] = options.numbered ? ['n', 'stamp'] : [];
  const store = (name: string, sql: string) => {
    stored.push(sql === name ? name : `${sql} AS ${name}`);
    view.push(name);
  };
  const constant = (name: string, sql: string) => view.push(`${sql} AS ${name}`);

  if (slots.length > 1) store('cell', 'CAST(cell AS USMALLINT)');
  else constant('cell', '0::USMALLINT');
  if (columnWithRole(layout, 'site')) store('site_id', 'site_id');
  else constant('site_id', literal(options.siteId));
  const key = seriesKey(layout, slots);
  if (key.constant) constant('appliance', key.sql);
  else store('appliance', key.sql);
  store('timestamp', 'timestamp');
  if (isUtc) constant('utc', 'timestamp');
  else store('utc', 'utc');
  if (statesEnds(layout)) store('end_utc', 'end_utc');
  if (columnWithRole(layout, 'quality')) store('quality_text', 'quality_text');
  if (options.numbered && columnWithRole(layout, 'unit')) {
    store('unit', 'unit');
    // In whatever unit that is: energies are compared with the volumes beside them.
    store('number', `try_cast(${valueSql(layout, 'cell').digits('value')} AS DOUBLE)`);
  }
  if (options.numbered && columnWithRole(layout, 'version')) store('version', 'version');
  if (options.zones.number !== undefined) store('zone', 'CAST(zone AS UTINYINT)');

  const value = valueSql(layout, 'cell');
  const power = value.power('value');
  if (power === 'true' || power === 'false') constant('power', power);
  else store('power', power);
  store('kwh', 'kwh');
  store('code', `CAST(${codeSql(options, value)} AS TINYINT)`);
  return {
    stored: `SELECT ${stored.join(', ')} FROM (${typedColumns(options, fast, value)})`,
    view: view.join(', '),
    utcIsLocal: isUtc,
  };
}

/** The key of a record's series, see slots.ts. */
function seriesKey(layout: Layout, slots: readonly Slot[]): { readonly sql: string; readonly constant: boolean } {
  const inRecords = columnWithRole(layout, 'appliance') !== undefined;
  const directed = hasMeasureColumn(layout);
  const several = hasSeveralSeries(slots);
  const [first] = slots;
  const ofSlot = several ? `[${slots.map(({ key }) => literal(key)).join(', ')}][cell + 1]` : literal(first?.key ?? '');
  const parts = [
    ...(inRecords ? ['appliance_name'] : []),
    ...(!inRecords || several ? [ofSlot] : []),
    ...(directed ? [`left(coalesce(trim(direction), ''), ${MAX_DIRECTION_LENGTH})`] : []),
  ];
  return { sql: parts.join(` || ${literal(KEY_SEPARATOR)} || `), constant: !inRecords && !several && !directed };
}

/** Text columns, and beside them `site_id, appliance_name, timestamp, utc, skipped, kwh`. */
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
  const began = placed(slotted, {
    layout,
    zones,
    numbered,
    wallDates: options.wallDates,
    offsets:
      isEpoch(layout.time.format) ||
      layout.time.offset_minutes !== undefined ||
      !fast ||
      recognised.fast?.kind === 'zulu',
  });
  const timed =
    layout.time.format === 'months'
      ? withMonthEnds(began, zones)
      : statesEnds(layout)
        ? withEnds(began, { layout, zones })
        : began;
  // Trimming costs as much as reading: in the fast way, a name that needs it is found in the table of series instead.
  const named = (role: 'site' | 'appliance', otherwise: string) =>
    columnWithRole(layout, role) ? (fast ? role : `nfc_normalize(coalesce(trim(${role}), ''))`) : literal(otherwise);
  const plain = value.digits('value') === 'value';
  const valued = withoutCodes(timed, layout);
  const digits = plain ? valued : `SELECT *, ${value.digits('value')} AS digits FROM (${valued})`;
  return (
    `SELECT *, ${named('site', options.siteId)} ` +
    `AS site_id, ${named('appliance', APPLIANCE_OF_A_WHOLE_SITE)} AS appliance_name, ` +
    `${multiplied(value.amount(plain ? 'value' : 'digits', 'value'), layout, slots)} AS kwh FROM (${digits})`
  );
}

/** Numbers by which the file says that there is none, and those that it calls invalid, are as empty cells. */
function withoutCodes(from: string, layout: Layout): string {
  const list = (texts: readonly string[]) => `[${texts.map(literal).join(', ')}]`;
  const { missing } = layout.dialect;
  const none = missing ? [`list_contains(${list(missing)}, trim(value))`] : [];
  const invalid = columnWithRole(layout, 'quality')
    ? [`coalesce(list_contains(${list(INVALID_WORDS)}, lower(trim(quality_text))), false)`]
    : [];
  const left = layout.columns.some(({ says_invalid }) => says_invalid) ? ['left_out'] : [];
  const all = [...none, ...invalid, ...left];
  if (all.length === 0) return from;
  return `SELECT * REPLACE (CASE WHEN NOT (${all.join(' OR ')}) THEN value END AS value) FROM (${from})`;
}

/** SQL: an amount times the factor of its slot's meter; null where it is too large to be kept. */
function multiplied(amount: string, layout: Layout, slots: readonly Slot[]): string {
  const ofRow = columnWithRole(layout, 'multiplier') ? multiplierOfRow(layout) : undefined;
  const stands = slots.some(({ column: { role } }) => role === 'register');
  const factors = slots.map(({ column: { factor = 1, role } }) => {
    return { factor, ofRow: ofRow && (role === 'register' || !stands) };
  });
  if (factors.every((each) => each.factor === 1 && !each.ofRow)) return amount;
  const own = factors.map((each) => (each.ofRow ? ofRow : `${each.factor}::DECIMAL(12,6)`));
  const factor = own.length > 1 ? `[${own.join(', ')}][cell + 1]` : own[0];
  return `try_cast(CAST((${amount}) AS DECIMAL(26,9)) * ${factor} AS DECIMAL(18,9))`;
}

/** SQL: what the stands of a record are multiplied by; a meter without transformers may have none. */
function multiplierOfRow({ dialect }: Layout): string {
  const number = `try_cast(${plainNumber('multiplier', dialect)} AS DECIMAL(12,6))`;
  return `CASE WHEN ${isMissing('multiplier')} THEN 1::DECIMAL(12,6) ELSE ${number} END`;
}

function unnested(from: string, slots: readonly Slot[]): string {
  const [values, places] = [zeroed(inOrder('value', slots), slots), `range(${slots.length})`];
  return `SELECT * EXCLUDE (value), unnest(${values}) AS value, unnest(${places}) AS cell FROM (${from})`;
}

/** SQL: the cells of a day, of which that of the hour that comes twice is there on one day of the year. */
function inOrder(cells: string, slots: readonly Slot[]): string {
  const again = slots.findIndex(({ column }) => column.repeats_hour) + 1;
  if (again === 0) return cells;
  const others = `list_concat(${cells}[1:${again - 1}], ${cells}[${again + 1}:], [NULL::VARCHAR])`;
  return `CASE WHEN ${isMissing(`${cells}[${again}]`)} THEN ${others} ELSE ${cells} END`;
}

/** SQL: the cells of a record, the empty ones of some columns zero where any is filled. */
function zeroed(cells: string, slots: readonly Slot[]): string {
  const places = slots.flatMap(({ column }, at) => (column.empty_is_zero ? [at + 1] : []));
  if (places.length === 0) return cells;
  const zero = `list_contains([${places.join(', ')}], place) AND ${isMissing('cell')}`;
  return (
    `CASE WHEN len(list_filter(${cells}, lambda cell: NOT ${isMissing('cell')})) > 0 ` +
    `THEN list_transform(${cells}, lambda cell, place: CASE WHEN ${zero} THEN '0' ELSE cell END) ELSE ${cells} END`
  );
}

/** SQL: microseconds from the day's midnight to the start of the interval. */
function plusOf({ recognised }: ParseOptions, slots: readonly Slot[]): string {
  const { slot_minutes = 60, first_slot = 1 } = recognised.layout.time;
  if (columnWithRole(recognised.layout, 'hour')) {
    return (
      `CASE WHEN try_cast(slot AS INTEGER) BETWEEN ${first_slot} ` +
      `AND ${Math.ceil((25 * 60) / slot_minutes) - 1 + first_slot} THEN (try_cast(slot AS BIGINT) - ${first_slot}) ` +
      `* ${slot_minutes * MINUTE_US} END`
    );
  }
  const [first, second] = slots;
  const step = (second?.offsetMinutes ?? 0) - (first?.offsetMinutes ?? 0);
  return `cell * ${step * MINUTE_US}`;
}

function code(name: keyof typeof QUARANTINE_CODES): number {
  return QUARANTINE_CODES[name].number;
}

/** What became of a value: most are good, and pass through the first line. */
function codeSql(options: ParseOptions, value: ValueSql): string {
  const { layout } = options.recognised;
  const latest = utcSecond(options.now.getTime() + FUTURE_HOURS * 3_600_000);
  const isPlaced = `(utc BETWEEN TIMESTAMP '${EARLIEST}' AND TIMESTAMP '${latest}' AND NOT skipped)`;
  const isNamed = options.numbered ? `(NOT ${isBadName('site_id')} AND NOT ${isBadName('appliance_name')})` : 'true';
  const noZone = options.zones.number === undefined ? '' : `WHEN zone IS NULL THEN ${code('TIME_ZONE_UNKNOWN')} `;
  return (
    `CASE WHEN malformed THEN ${code('RECORD_MALFORMED')} ` +
    `${hasOtherKinds(layout) ? `WHEN other_kind THEN ${HEADER_AGAIN} ` : ''}` +
    `WHEN ${isPlaced} AND ${isNamed} AND abs(kwh) <= ${mostKwh(layout)} ` +
    `AND NOT contains(value, '_') THEN ${GOOD} ` +
    `WHEN header_again THEN ${HEADER_AGAIN} ` +
    `WHEN ${isMissing('value')} THEN CASE WHEN ${isPlaced} THEN CASE ` +
    `WHEN ${isNamed} THEN ${MISSING} ELSE ${NOWHERE} END ` +
    `WHEN skipped THEN ${SKIPPED} ELSE ${NOWHERE} END ` +
    `WHEN ${isPlaced} THEN CASE WHEN NOT ${isNamed} THEN ${code('NAME_INVALID')} ELSE ${valueCode(value)} END ` +
    `WHEN utc IS NULL THEN CASE WHEN ${isMissing('time')} ` +
    `THEN ${code('TIMESTAMP_MISSING')} ${noZone}ELSE ${code('TIMESTAMP_INVALID')} END ` +
    `WHEN skipped THEN ${code('TIME_NONEXISTENT')} ELSE ${code('TIMESTAMP_IMPLAUSIBLE')} END`
  );
}

/** SQL: the most that a value may be, by the unit in which it is given. */
function mostKwh(layout: Layout): string {
  const ofRow = columnWithRole(layout, 'multiplier') ? MAX_FACTOR : 1;
  const factor = Math.max(ofRow, ...valueColumns(layout).map((column) => column.factor ?? 1));
  const most = mostOfSlots(layout);
  return factor === 1 ? most : `(${factor}::DOUBLE * ${most})`;
}

/** SQL: a stand is that of years, and not what an interval has. */
function mostOfSlots(layout: Layout): string {
  const stands = slotsOf(layout).map(({ column }) => column.role === 'register');
  if (!stands.includes(true)) return mostOfUnit(layout);
  if (!stands.includes(false)) return String(MAX_KWH_OF_A_GRID);
  const each = stands.map((isStand) => (isStand ? String(MAX_KWH_OF_A_GRID) : mostOfUnit(layout)));
  return `([${each.join(', ')}][cell + 1])`;
}

function mostOfUnit(layout: Layout): string {
  const inMillions = valueColumns(layout).some(({ unit }) => unit !== undefined && UNIT_EXPONENTS[unit] >= MILLIONS);
  if (inMillions || layout.regional) return String(MAX_KWH_OF_A_GRID);
  if (!columnWithRole(layout, 'unit')) return String(MAX_KWH);
  return `CASE WHEN regexp_matches(unit, '^\\s*[MGmg]') THEN ${MAX_KWH_OF_A_GRID} ELSE ${MAX_KWH} END`;
}
/** Power of ten of a megawatt, in kilowatts. */
const MILLIONS = UNIT_EXPONENTS.MW;

/** What is wrong with a value that is there and not good. */
function valueCode(sql: ValueSql): string {
  const digits = sql.digits('value') === 'value' ? 'value' : 'digits';
  const number = `try_cast(${digits} AS DOUBLE)`;
  const unknown = sql.unitUnknown('value');
  return (
    `CASE WHEN contains(value, '_') OR ${number} IS NULL OR isnan(${number}) ` +
    `OR lower(value) LIKE '%inf%' THEN ${code('VALUE_INVALID')} ` +
    `${unknown === 'false' ? '' : `WHEN ${unknown} THEN ${code('UNIT_UNKNOWN')} `}ELSE ${code('VALUE_IMPLAUSIBLE')} END`
  );
}

/**
 * Controls, and what stands for bytes that are no text: no name holds them. Fewer than shared/text/unsafe.ts has, on
 * purpose: that is what a page or a terminal leaves out when it shows a text. A name is kept as the file has it, and
 * joiners and marks of direction belong to names in Arabic, Hebrew or Hindi; to refuse them would refuse the readings.
 */
const UNREADABLE = literal('[\\x00-\\x1f\\x7f\\x{fffd}]');

/** SQL: whether the name of a site or an appliance is refused, or is not written as it is meant. Never null. */
export function isBadName(name: string): string {
  return (
    `(${name} IS NULL OR ${name} <> nfc_normalize(trim(${name})) ` +
    `OR length(${name}) NOT BETWEEN 1 AND ${MAX_NAME_LENGTH} OR regexp_matches(${name}, ${UNREADABLE}))`
  );
}

/** SQL: the same of the key of a series, whose name is its first part. Never null. */
export function isBadKey(key: string): string {
  const name = `split_part(${key}, ${literal(KEY_SEPARATOR)}, 1)`;
  return `(${isBadName(name)} OR regexp_matches(${key}, ${UNREADABLE}))`;
}

/**
 * A cell that gives nothing. Not `IN`: DuckDB makes a join of it, which every row passes before its CASE is looked at.
 */
function isMissing(text: string): string {
  return `(${text} IS NULL OR list_contains([${MISSING_WORDS.map(literal).join(', ')}], lower(trim(${text}))))`;
}
