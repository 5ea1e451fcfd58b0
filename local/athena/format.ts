import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { fieldName, type Type } from './sql/types.ts';

/**
 * A value as Athena writes it in results, or undefined for null.
 * Timestamps have milliseconds; doubles look like Java's; rows are `{a=1, b=x}`, arrays `[1, 2]`, maps `{k=v}`.
 */
export function format(value: DuckDBValue, type: Type): string | undefined {
  if (value === null) return undefined;
  if (typeof value === 'number') return type.kind === 'double' ? formatDouble(value) : String(value);
  if (value instanceof DuckDBDecimalValue) return value.toString();
  if (value instanceof DuckDBTimestampTZValue) return formatZoned(value.micros, zoneOf(type));
  if (value instanceof DuckDBTimestampValue) return formatMicros(value.micros);
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBIntervalValue) return formatInterval(value, type);
  if (value instanceof DuckDBListValue) return formatList(value, type);
  if (value instanceof DuckDBMapValue) return formatMap(value, type);
  if (value instanceof DuckDBStructValue)
    return type.kind === 'timestamptz' ? formatOwnZone(value) : formatRow(value, type);
  return String(value);
}

function formatList(value: DuckDBListValue, type: Type): string {
  const element: Type = type.kind === 'array' ? type.element : { kind: 'unknown' };
  return `[${value.items.map((item) => format(item, element) ?? 'null').join(', ')}]`;
}

function formatMap(value: DuckDBMapValue, type: Type): string {
  const [keyType, valueType]: [Type, Type] =
    type.kind === 'map' ? [type.key, type.value] : [{ kind: 'unknown' }, { kind: 'unknown' }];
  const entries = value.entries.map(
    (entry) => `${format(entry.key, keyType) ?? 'null'}=${format(entry.value, valueType) ?? 'null'}`,
  );
  return `{${entries.join(', ')}}`;
}

function formatRow(value: DuckDBStructValue, type: Type): string {
  if (type.kind !== 'row') return value.toString();
  const fields = type.fields.map((field, index) => {
    const name = fieldName(field, index);
    return `${name}=${format(value.entries[name] ?? null, field.type) ?? 'null'}`;
  });
  return `{${fields.join(', ')}}`;
}

/** Java's Double.toString: plain from 0.001 to ten million, else a mantissa and E. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

/** `2026-10-01 00:00:00.000`; what is finer than a millisecond is cut off. */
function formatMicros(micros: bigint): string {
  const millis = micros / 1000n - (micros < 0n && micros % 1000n !== 0n ? 1n : 0n);
  const date = new Date(Number(millis));
  if (Number.isNaN(date.getTime())) return String(micros);
  return date.toISOString().replace('T', ' ').replace('Z', '');
}

/** `2026-10-01 02:00:00.000 Europe/Berlin` */
function formatZoned(micros: bigint, zone: string): string {
  if (zone === 'UTC') return `${formatMicros(micros)} UTC`;
  const clock = clockOf(zone).formatToParts(Number(micros / 1000n));
  const part = (name: Intl.DateTimeFormatPartTypes) => Number(clock.find(({ type: found }) => found === name)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return `${formatMicros(BigInt(wall) * 1000n + rest)} ${zone}`;
}

function zoneOf(type: Type): string {
  return (type.kind === 'timestamptz' ? type.zone : undefined) ?? 'UTC';
}

function formatOwnZone({ entries: { moment, zone } }: DuckDBStructValue): string {
  return moment instanceof DuckDBTimestampTZValue ? formatZoned(moment.micros, String(zone)) : String(moment);
}

const CLOCKS = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = CLOCKS.get(timeZone);
  if (known) return known;
  const numeric = 'numeric';
  const date = { year: numeric, month: numeric, day: numeric } as const;
  const time = { hour: numeric, minute: numeric, second: numeric, hourCycle: 'h23' } as const;
  const clock = new Intl.DateTimeFormat('en', { timeZone, ...date, ...time });
  CLOCKS.set(timeZone, clock);
  return clock;
}

/** `2 03:04:05.678` for days and time, `1-2` for years and months. */
function formatInterval({ months, days, micros }: DuckDBIntervalValue, type: Type): string {
  if (type.kind === 'interval month') {
    const size = Math.abs(months);
    return `${months < 0 ? '-' : ''}${Math.floor(size / 12)}-${size % 12}`;
  }
  const millis = BigInt(days) * 86_400_000n + micros / 1000n;
  const size = millis < 0n ? -millis : millis;
  const pad = (part: bigint, width: number) => String(part).padStart(width, '0');
  const seconds = size / 1000n;
  const minutes = seconds / 60n;
  const hours = minutes / 60n;
  const time = `${pad(hours % 24n, 2)}:${pad(minutes % 60n, 2)}:${pad(seconds % 60n, 2)}.${pad(size % 1000n, 3)}`;
  return `${millis < 0n ? '-' : ''}${size / 86_400_000n} ${time}`;
}
