/** What the values of a JSON document are: objects, lists of readings, pairs of a time and a value. */
import type { Members } from './json-columns.ts';

export const MAX_DEPTH = 8;

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && value.some((each) => isObject(each) || isPair(each));
}

export function isPair(value: unknown): value is readonly (string | number | null)[] {
  return Array.isArray(value) && value.length >= 2 && value.every((each) => typeof each !== 'object' || each === null);
}

export function holdsList(value: unknown, depth = 0): boolean {
  if (!isObject(value) || depth > MAX_DEPTH) return false;
  return Object.values(value).some((each) => isList(each) || holdsList(each, depth + 1));
}

const DATE_AND_CLOCK = /^\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/** A date with a time of day. */
export function isTimeText(value: unknown): boolean {
  return typeof value === 'string' && DATE_AND_CLOCK.test(value);
}

export function isTimed(value: unknown): boolean {
  return isObject(value) && Object.values(value).some(isTimeText);
}

export function numbersIn(value: Members, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  return Object.values(value).some(
    (each) => typeof each === 'number' || (isObject(each) && numbersIn(each, depth + 1)),
  );
}

/**
 * Whether an object is a reading although it holds a list: it has its own time and numbers, and the elements of the
 * list, such as the strings of an inverter, have no time.
 */
export function isReading(value: Members): boolean {
  if (!isTimed(value) || !numbersIn(value)) return false;
  return isSession(value) || !Object.values(value).some((each) => holdsTimes(each));
}

/** What lasted from one time to another and says its energy: lists below it are its parts. */
function isSession(value: Members): boolean {
  const members = Object.entries(value);
  const times = members.filter(([, each]) => isTimeText(each)).length;
  return times >= 2 && members.some(([name, each]) => typeof each === 'number' && /energy|kwh/i.test(name));
}

/** Pairs begin with a time; objects of a list may name one. */
function holdsTimes(value: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value))
    return value.some((each) => isPair(each) || isTimed(each) || namesHour(each) || holdsTimes(each, depth + 1));
  return isObject(value) && Object.values(value).some((each) => holdsTimes(each, depth + 1));
}

function namesHour(value: unknown): boolean {
  return (
    isObject(value) && Object.keys(value).some((name) => /^(hour|time|timestamp|start|from|date|period)$/i.test(name))
  );
}

export function objectsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + objectsIn(each), 0);
  return isObject(value) ? 1 + Object.values(value).reduce<number>((sum, each) => sum + objectsIn(each), 0) : 0;
}

export function isDeep(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
