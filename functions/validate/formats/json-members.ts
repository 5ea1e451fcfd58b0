/** What the members of a reading in a JSON document are called, wherever they stand. */
import { otherUnitOf, unitOf } from '../../../shared/readings/units.ts';
import { twoDigits } from '../../../shared/text/days.ts';
import type { Members } from './json-columns.ts';
import { isDeep, isList, isObject, isPair, isTimed, isTimeText, MAX_DEPTH } from './json-values.ts';

/** Members around a list that say of its elements what they are, and of which meter or device. */
const TELLING = new RegExp(
  '^(__name__|unit|units|uom|unit_of_measurement|name|id|type|title|label|entity_id|sensor|register|' +
    'direction|multiplier|unit_?multiplier|power_?of_?ten(?:_?multiplier)?|scale|scale_?factor|' +
    'obis.*|serial.*|meter.*|measured_?by|usage_point_id|mpan|mprn|nmi)$',
  'i',
);

/** @returns the members that say of what stands below them what it is */
export function tellingMembers(value: Members): Members {
  return Object.fromEntries(Object.entries(value).filter(([name, each]) => TELLING.test(name) && !isDeep(each)));
}

/** A time beside a list of values that have none is that of each of them. */
export function timeAbove(value: Members): Members {
  const lists = Object.values(value).filter(isList);
  if (lists.length === 0 || lists.some((list) => list.some(isTimed) || list.some(isPair))) return {};
  return Object.fromEntries(Object.entries(value).filter(([, each]) => isTimeText(each)));
}

/** Names of members inside others are those of all, with points between. */
export function tellingOf(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([name]) => TELLING.test(name.split('.').at(-1) ?? name)));
}

/** A metric is called by what it measures, or by the unit of it: `kWh_value`. */
export function metricOf({ __name__: name, ...others }: Members): Members {
  if (typeof name !== 'string') return others;
  const measured = name.replace(/_value$/, '');
  const isUnit = unitOf(measured) !== undefined || otherUnitOf(measured) !== undefined;
  return { ...others, ...(isUnit ? { unit: measured } : { metric: name }) };
}

/** @param list its name: tuples have the count of what was averaged behind the value */
export function pairOf(pair: readonly (string | number | null)[], list: string): Members {
  const [time, value, ...others] = pair;
  if (list === 'tuples' && others.length === 1) return { time, value, count: others[0] };
  return { time, value, ...Object.fromEntries(others.map((each, at) => [`value ${at + 2}`, each])) };
}

/** A home's controller calls a value the state of an item. */
const RENAMED: Readonly<Record<string, string>> = { state: 'value', last_changed: 'time', last_updated: 'updated' };

/** Year, month and day in members of their own are a date. */
export function dated(members: Members): Members {
  const { year, month, day } = members;
  const isDate = [year, month, day].every((each) => Number.isInteger(Number(each)) && each !== null && each !== '');
  if (year === undefined || !isDate) return members;
  const date = [year, month, day].map((each) => twoDigits(String(each))).join('-');
  const { year: _, month: __, day: ___, ...others } = members;
  return { date, ...others };
}

/** `consumptionUnit` beside `consumption` is the unit of that value only: its name gets it. */
export function withOwnUnits(members: Members): Members {
  const units = new Map(
    Object.entries(members).flatMap(([name, value]): [string, string][] => {
      const own = /^(.+?)_?units?$/i.exec(name)?.[1];
      const isUnit = typeof value === 'string' && (unitOf(value) ?? otherUnitOf(value)) !== undefined;
      return own !== undefined && Object.hasOwn(members, own) && isUnit ? [[own, value]] : [];
    }),
  );
  if (units.size === 0) return members;
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]): [string, unknown][] => {
      const unit = units.get(name);
      if (unit !== undefined) return [[`${name} (${unit})`, value]];
      return units.has(/^(.+?)_?units?$/i.exec(name)?.[1] ?? '') ? [] : [[name, value]];
    }),
  );
}

/** Members of objects inside an element get the names of both. */
export function flat(members: Members, before = '', depth = 0): Members {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => {
      if (isObject(value) && depth < MAX_DEPTH) return Object.entries(flat(value, `${before}${name}.`, depth + 1));
      return Array.isArray(value) ? [] : [[RENAMED[name] ?? `${before}${name}`, value]];
    }),
  );
}
