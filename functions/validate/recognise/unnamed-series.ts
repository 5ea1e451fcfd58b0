/** Several readings of one time: whether a column that no heading calls a name tells them apart. */
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { idNameOf } from '../vocabulary/column-names.ts';
import { holdsQuality } from './left-columns.ts';
import { type NumberFormat, toNumber } from './numbers.ts';
import type { Profile } from './profile.ts';
import { question } from './question.ts';
import type { Roles } from './roles.ts';
import type { Sample } from './sample.ts';

/** Where most times are there again and again, a column that nobody took for a name tells the series apart. */
export function refuseUnnamedSeries(
  roles: Roles,
  sample: Sample,
  profiles: readonly Profile[],
  settings: LayoutSettings,
  numbers: Numbers,
): void {
  const { time, ids } = roles;
  // A name that is the same in all rows tells no series apart.
  if (ids.appliance && (roles.given.has(ids.appliance.index) || !isConstant(sample, ids.appliance.index))) return;
  const own = [...Object.values(time), ...Object.values(ids)].map(({ index }) => index);
  // Values of several units at one time are of several series all the same.
  const timed = own.filter((index) => index !== ids.unit?.index);
  const rows = sample.rows.slice(0, ROWS_FOR_KEYS);
  const keys = (columns: readonly number[]) =>
    new Set(rows.map((row) => JSON.stringify(columns.map((index) => row[index])))).size;
  if (rows.length < 4 || keys(timed) > 0.6 * rows.length) return;
  const telling = profiles.filter(
    ({ index, kind }) =>
      kind === 'text' && !own.includes(index) && !roles.given.has(index) && keys([...own, index]) > 0.95 * rows.length,
  );
  if (telling.length === 0) return;
  // What was measured counts before what was estimated.
  if (telling.every((column) => holdsQuality(sample, column))) return;
  const zones = telling.find(({ name }) => idNameOf(name)?.kind === 'zone');
  if (zones) throw cutByZones(zones.name, sample.rows[0]?.[zones.index] ?? '');
  const alike = areVersions(rows, timed, numbers);
  throw question(
    'LAYOUT_AMBIGUOUS',
    `The same times are there several times, and ${telling.map(({ name }) => `"${name}"`).join(' or ')} tells them ` +
      `apart: does it name the series?`,
    telling.flatMap(({ name }) => [
      ...(alike
        ? [
            {
              means: 'its records are versions of one reading, of which the last counts',
              setting: { columns: { [name]: { role: 'ignored' as const } }, repeats: 'last' as const },
            },
          ]
        : []),
      { means: 'it names the series', setting: { columns: { [name]: { role: 'appliance' as const } } } },
      { means: 'it does not', setting: { columns: { [name]: { role: 'ignored' as const } } } },
    ]),
    settings,
  );
}

export interface Numbers {
  /** Of the first value of each record. */
  readonly index: number;
  readonly format: NumberFormat;
}

/** Versions of one reading differ by this share of it, at most times; those of two meters do not. */
const VERSIONS_DIFFER = 0.25;
const MOSTLY = 0.9;
const DISTINCT = 4;

function areVersions(
  rows: readonly (readonly string[])[],
  timed: readonly number[],
  { index, format }: Numbers,
): boolean {
  const times = new Map<string, number[]>();
  for (const row of rows) {
    const key = JSON.stringify(timed.map((at) => row[at]));
    times.set(key, [...(times.get(key) ?? []), toNumber(row[index] ?? '', format)]);
  }
  const several = [...times.values()].filter((values) => values.length > 1 && !values.some(Number.isNaN));
  const near = several.filter((values) => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return most - least <= VERSIONS_DIFFER * most;
  });
  const distinct = new Set(several.map(([first]) => first)).size;
  return several.length >= DISTINCT && distinct >= DISTINCT && near.length >= MOSTLY * several.length;
}

/** Days of one energy by several clocks are the same energy several times. */
function cutByZones(column: string, zone: string): InputRejected {
  return new InputRejected(
    'UNKNOWN_LAYOUT',
    `The file gives the same energy once for each time zone of "${column}". Keep the rows of one, such as ` +
      `${JSON.stringify(zone.slice(0, 60))}, and upload it again.`,
  );
}
const ROWS_FOR_KEYS = 2000;

function isConstant({ rows }: Sample, index: number): boolean {
  return new Set(rows.slice(0, ROWS_FOR_KEYS).map((row) => row[index])).size === 1;
}
