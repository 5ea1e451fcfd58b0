/**
 * A JSON document whose readings lie in a list deeper inside it, as APIs and home systems give them: objects, or pairs
 * of a time and a value. What stands around the list and names or measures its elements becomes a member of each.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { otherUnitOf, unitOf } from '../../../shared/readings/units.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { parseJson } from '../../../shared/text/parse-json.ts';
import type { FileFormat } from './format.ts';
import { type Members, readingsInColumns } from './json-columns.ts';

export const jsonDocument: FileFormat = {
  name: 'json-document',
  detect: { by: 'text', is: ({ text }) => isDocument(text.trimStart()) },
  holds: 'objects',
  fixes: {},
  async toTable(from, to) {
    const out = createWriteStream(to);
    try {
      for (const { members, raw } of await elementsOf(from)) {
        // A damaged line stays as it is, and is rejected where it is read.
        if (!out.write(`${members ? JSON.stringify(members) : raw}\n`)) await once(out, 'drain');
      }
    } finally {
      out.end();
      await finished(out);
    }
    return [];
  },
  async records({ shown }, _dialect, visit) {
    for (const { line, raw } of await elementsOf(shown)) await visit({ line, offset: -1, bytes: Buffer.from(raw) });
  },
};

/** The whole document is in memory, several times over. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 8;

/** One object over several lines or with a list inside it, or an array of arrays or of objects that hold lists. */
function isDocument(text: string): boolean {
  if (text.startsWith('{')) {
    const line = text.split('\n', 1)[0] ?? '';
    const parsed = parseJson(line);
    return parsed === undefined
      ? !/^\{.*\}\s*$/.test(line) || /^[^\n]*\[\s*[{[]/.test(line)
      : holdsList(parsed) || holdsNumbersBelow(parsed);
  }
  return /^\[\s*\[/.test(text) || (text.startsWith('[') && holdsList(firstElement(text)));
}

function firstElement(text: string): unknown {
  for (let end = text.indexOf('}'), tries = 0; end > 0 && tries < 20; end = text.indexOf('}', end + 1), tries += 1) {
    const element = parseJson(text.slice(1, end + 1));
    if (element !== undefined) return element;
  }
  return /^\[\s*\{[^{}]*\[\s*[{[]/.test(text) ? { list: [{}] } : undefined;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && value.some((each) => isObject(each) || isPair(each));
}

function isPair(value: unknown): value is readonly (string | number | null)[] {
  return Array.isArray(value) && value.length >= 2 && value.every((each) => typeof each !== 'object' || each === null);
}

function holdsList(value: unknown, depth = 0): boolean {
  if (!isObject(value) || depth > MAX_DEPTH) return false;
  return Object.values(value).some((each) => isList(each) || holdsList(each, depth + 1));
}

/** One object a line, whose readings lie in objects or lists of their own. */
function holdsNumbersBelow(value: unknown): boolean {
  if (!isObject(value)) return false;
  return (
    readingsInColumns(value) !== undefined || Object.values(value).some((each) => isObject(each) && numbersIn(each))
  );
}

const DATE_AND_CLOCK = /^\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/**
 * Whether an object is a reading although it holds a list: it has its own time and numbers, and the elements of the
 * list, such as the strings of an inverter, have no time.
 */
function isReading(value: Members): boolean {
  return isTimed(value) && numbersIn(value) && !Object.values(value).some((each) => holdsTimes(each));
}

function isTimed(value: unknown): boolean {
  return isObject(value) && Object.values(value).some((each) => typeof each === 'string' && DATE_AND_CLOCK.test(each));
}

function numbersIn(value: Members, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  return Object.values(value).some(
    (each) => typeof each === 'number' || (isObject(each) && numbersIn(each, depth + 1)),
  );
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

/** A time beside a list of values that have none is that of each of them. */
function timeAbove(value: Members): Members {
  const lists = Object.values(value).filter(isList);
  if (lists.length === 0 || lists.some((list) => list.some(isTimed) || list.some(isPair))) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => typeof each === 'string' && DATE_AND_CLOCK.test(each)),
  );
}

interface Element {
  /** Undefined for a line that is no object. */
  readonly members: Members | undefined;
  readonly line: number;
  readonly raw: string;
}

/** Members around a list that say of its elements what they are, and of which meter or device. */
const TELLING = new RegExp(
  '^(__name__|unit|units|uom|unit_of_measurement|name|id|type|title|label|entity_id|sensor|register|' +
    'direction|obis.*|serial.*|meter.*|measured_?by|usage_point_id|mpan|mprn|nmi)$',
  'i',
);

/** `sensor.energy_total`: a list under the id of what it is of. */
const ENTITY = /^[a-z_]+[.:][\w:.]+$/i;

/** @throws InputRejected UNREADABLE, TOO_LARGE or UNKNOWN_LAYOUT */
async function elementsOf(file: string): Promise<Element[]> {
  const { size } = await stat(file);
  if (size > MAX_BYTES) {
    throw new InputRejected(
      'TOO_LARGE',
      `The JSON document holds its readings in a list inside it, and is larger than ${MAX_BYTES / 1024 / 1024} MB. ` +
        `Upload the list itself, or one object a line.`,
      { bytes: size },
    );
  }
  const elements = documentsOf(await readFile(file, 'utf8')).flatMap(elementsIn);
  if (elements.length === 0)
    throw new InputRejected('UNKNOWN_LAYOUT', 'The JSON document holds no list of objects, or of times with values.');
  return elements;
}

function elementsIn({ value: document, line: own, raw }: Document): Element[] {
  if (own !== undefined && !isObject(document)) return [{ members: undefined, line: own, raw: raw.trim() }];
  const elements: Element[] = [];
  const lines = own === undefined ? linesOfObjects(raw) : [];
  const lineOf = (object: number) => own ?? lines[object] ?? 1;
  let objects = 0;
  let carried: Members = {};
  const walk = (value: unknown, around: Members, depth: number, list = ''): void => {
    if (depth > MAX_DEPTH) return;
    if (isObject(value)) {
      const line = lineOf(objects);
      objects += 1;
      const telling = Object.fromEntries(
        Object.entries(value).filter(([name, each]) => TELLING.test(name) && !isDeep(each)),
      );
      const below = Object.values(value)
        .filter(isObject)
        .flatMap((each) => Object.entries(each))
        .filter(([name, each]) => TELLING.test(name) && !isDeep(each));
      const outside = { ...around, ...timeAbove(value), ...metricOf(Object.fromEntries(below)), ...telling };
      const columns = readingsInColumns(value);
      if (columns !== undefined) {
        objects += objectsIn(value) - 1;
        for (const members of columns)
          elements.push({ members: { ...outside, ...members }, line, raw: JSON.stringify(members) });
        return;
      }
      for (const [name, each] of Object.entries(value)) {
        const called = Array.isArray(each) && ENTITY.test(name) ? { name } : {};
        walk(each, { ...outside, ...called }, depth + 1, name);
      }
      return;
    }
    if (!Array.isArray(value)) return;
    carried = {};
    for (const each of value) {
      const line = lineOf(objects);
      if (isPair(each)) {
        elements.push({ members: { ...around, ...pairOf(each, list) }, line, raw: JSON.stringify(each) });
      } else if (isObject(each) && (!holdsList(each) || isReading(each)) && !readingsInColumns(each)) {
        objects += objectsIn(each);
        const members = dated(flat(each));
        // A history says of its entity what it is in the first element of a list only.
        if (typeof each.entity_id === 'string') carried = tellingOf(members);
        elements.push({ members: { ...around, ...carried, ...members }, line, raw: JSON.stringify(each) });
      } else walk(each, around, depth + 1);
    }
  };
  walk(own === undefined ? document : [document], {}, 0);
  return elements;
}

/** Names of members inside others are those of all, with points between. */
function tellingOf(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([name]) => TELLING.test(name.split('.').at(-1) ?? name)));
}

/** A metric is called by what it measures, or by the unit of it: `kWh_value`. */
function metricOf({ __name__: name, ...others }: Members): Members {
  if (typeof name !== 'string') return others;
  const measured = name.replace(/_value$/, '');
  const isUnit = unitOf(measured) !== undefined || otherUnitOf(measured) !== undefined;
  return { ...others, ...(isUnit ? { unit: measured } : { metric: name }) };
}

interface Document {
  readonly value: unknown;
  /** Where it stands, of several: one a line. */
  readonly line?: number;
  readonly raw: string;
}

/** One document, or one a line: a damaged line is a record that is none. */
function documentsOf(text: string): Document[] {
  try {
    return [{ value: JSON.parse(text), raw: text }];
  } catch (error) {
    const documents = text
      .split('\n')
      .flatMap((raw, at) => (raw.trim() === '' ? [] : [{ value: parseJson(raw), line: at + 1, raw }]));
    if (documents.length > 1 && documents.filter(({ value }) => isObject(value)).length > documents.length / 2)
      return documents;
    const why = error instanceof Error ? error.message.slice(0, 120) : '';
    throw new InputRejected('UNREADABLE', `The JSON document is damaged, or was not uploaded in full: ${why}.`);
  }
}

function isDeep(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function objectsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + objectsIn(each), 0);
  return isObject(value) ? 1 + Object.values(value).reduce<number>((sum, each) => sum + objectsIn(each), 0) : 0;
}

/** @param list its name: tuples have the count of what was averaged behind the value */
function pairOf(pair: readonly (string | number | null)[], list: string): Members {
  const [time, value, ...others] = pair;
  if (list === 'tuples' && others.length === 1) return { time, value, count: others[0] };
  return { time, value, ...Object.fromEntries(others.map((each, at) => [`value ${at + 2}`, each])) };
}

/** A home's controller calls a value the state of an item. */
const RENAMED: Readonly<Record<string, string>> = { state: 'value', last_changed: 'time', last_updated: 'updated' };

/** Year, month and day in members of their own are a date. */
function dated(members: Members): Members {
  const { year, month, day } = members;
  const isDate = [year, month, day].every((each) => Number.isInteger(Number(each)) && each !== null && each !== '');
  if (year === undefined || !isDate) return members;
  const date = [year, month, day].map((each) => String(each).padStart(2, '0')).join('-');
  const { year: _, month: __, day: ___, ...others } = members;
  return { date, ...others };
}

/** Members of objects inside an element get the names of both. */
function flat(members: Members, before = '', depth = 0): Members {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => {
      if (isObject(value) && depth < MAX_DEPTH) return Object.entries(flat(value, `${before}${name}.`, depth + 1));
      return Array.isArray(value) ? [] : [[RENAMED[name] ?? `${before}${name}`, value]];
    }),
  );
}

/** The line of each object of a document, in the order in which they begin. */
function linesOfObjects(text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\n') line += 1;
    else if (inText) {
      if (char === '\\') at += 1;
      else if (char === '"') inText = false;
    } else if (char === '"') inText = true;
    else if (char === '{') lines.push(line);
  }
  return lines;
}
