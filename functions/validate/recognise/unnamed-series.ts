/** Several readings of one time: whether a column that no heading calls a name tells them apart. */
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { idNameOf } from '../vocabulary/column-names.ts';
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
  const zones = telling.find(({ name }) => idNameOf(name)?.kind === 'zone');
  if (zones) throw cutByZones(zones.name, sample.rows[0]?.[zones.index] ?? '');
  throw question(
    'LAYOUT_AMBIGUOUS',
    `The same times are there several times, and ${telling.map(({ name }) => `"${name}"`).join(' or ')} tells them ` +
      `apart: does it name the series?`,
    telling.flatMap(({ name }) => [
      { means: 'it names the series', setting: { columns: { [name]: { role: 'appliance' as const } } } },
      { means: 'it does not', setting: { columns: { [name]: { role: 'ignored' as const } } } },
    ]),
    settings,
  );
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
