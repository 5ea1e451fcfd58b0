/** Decides which column says when, which says whose, and which hold values. */
import type { ColumnRole, LayoutSettings } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { listed } from '../../../shared/text/listed.ts';
import { findIds, type IdColumns } from './id-columns.ts';
import { labelsOf, type Profile } from './profile.ts';
import type { Sample } from './sample.ts';
import { findTimes, type TimeColumns } from './time-columns.ts';
import { type UnitBeside, unitsBeside } from './units-beside.ts';

export interface Roles {
  readonly time: TimeColumns;
  readonly ids: IdColumns;
  /** Columns without one of the roles above. */
  readonly rest: readonly Profile[];
  /** Units that columns of their own say, by the position of the values. */
  readonly units: ReadonlyMap<number, UnitBeside>;
  /** What a person said about a column, by its position. */
  readonly given: ReadonlyMap<number, NonNullable<LayoutSettings['columns']>[string]>;
}

const TIME_ROLES: readonly ColumnRole[] = ['timestamp', 'end', 'date', 'time', 'hour'];
const ID_ROLES: readonly ColumnRole[] = ['site', 'zone', 'appliance', 'unit', 'measure'];

/** @throws InputRejected SETTING_INVALID, UNKNOWN_LAYOUT or LAYOUT_AMBIGUOUS */
export function assignRoles(sample: Sample, profiles: readonly Profile[], settings: LayoutSettings): Roles {
  const given = givenColumns(profiles, settings);
  const roleGiven = (role: ColumnRole) => profiles.find(({ index }) => given.get(index)?.role === role);
  const free = profiles.filter(
    ({ index }) => given.get(index)?.role === undefined && given.get(index)?.unit === undefined,
  );
  const timesGiven = TIME_ROLES.some(roleGiven);
  const time: TimeColumns = timesGiven
    ? definedOnly({
        timestamp: roleGiven('timestamp'),
        end: roleGiven('end'),
        date: roleGiven('date'),
        time: roleGiven('time'),
        hour: roleGiven('hour'),
      })
    : findTimes(sample, free, settings);
  const taken = new Set(Object.values(time).map(({ index }) => index));
  const beside = unitsBeside(sample, free);
  const others = free.filter((each) => !taken.has(each.index) && !beside.columns.includes(each));
  const ids: IdColumns = definedOnly({
    ...findIds(sample, others),
    ...definedOnly({
      site: roleGiven('site'),
      zone: roleGiven('zone'),
      appliance: roleGiven('appliance'),
      unit: roleGiven('unit'),
      measure: roleGiven('measure'),
    }),
  });
  for (const { index } of Object.values(ids)) taken.add(index);
  const rest = profiles.filter(({ index }) => {
    const role = given.get(index)?.role;
    return !taken.has(index) && !(role && (TIME_ROLES.includes(role) || ID_ROLES.includes(role)));
  });
  return { time, ids, rest, given, units: beside.units };
}

function definedOnly<T extends Readonly<Record<string, Profile | undefined>>>(values: T): { [K in keyof T]?: Profile } {
  const kept: { [K in keyof T]?: Profile } = {};
  for (const key in values) {
    const value = values[key];
    if (value) kept[key] = value;
  }
  return kept;
}

function givenColumns(profiles: readonly Profile[], settings: LayoutSettings): Roles['given'] {
  const given = new Map<number, NonNullable<LayoutSettings['columns']>[string]>();
  const labels = labelsOf(profiles);
  for (const [name, column] of Object.entries(settings.columns ?? {})) {
    const found =
      profiles.find((each) => labels.get(each.index) === name) ??
      profiles.find((each) => each.name.toLowerCase() === name.trim().toLowerCase());
    if (!found) {
      throw new InputRejected(
        'SETTING_INVALID',
        `The layout given names a column ${JSON.stringify(name.slice(0, 200))} that the file does not have. ` +
          `It has ${columnsShown(profiles)}.`,
        {
          columns: profiles.slice(0, 100).map((each) => each.name),
        },
      );
    }
    given.set(found.index, column);
  }
  return given;
}

function columnsShown(profiles: readonly Profile[]): string {
  const names = profiles.map(({ name }) => JSON.stringify(name.slice(0, 60)));
  return listed(names, 12);
}
