/** The readings of a JSON document, each with what stands around it, and where it stands. */
import { readFile, stat } from 'node:fs/promises';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { parseJson } from '../../../shared/text/parse-json.ts';
import { type Members, readingsInColumns } from './json-columns.ts';
import { dated, flat, metricOf, pairOf, tellingMembers, tellingOf, timeAbove, withOwnUnits } from './json-members.ts';
import { holdsList, isObject, isPair, isReading, MAX_DEPTH, objectsIn } from './json-values.ts';

/** The whole document is in memory, several times over. */
const MAX_BYTES = 64 * 1024 * 1024;

export interface Element {
  /** Undefined for a line that is no object. */
  readonly members: Members | undefined;
  readonly line: number;
  readonly raw: string;
}

/** `sensor.energy_total`: a list under the id of what it is of. */
const ENTITY = /^[a-z_]+[.:][\w:.]+$/i;

/** @throws InputRejected UNREADABLE, TOO_LARGE or UNKNOWN_LAYOUT */
export async function elementsOf(file: string): Promise<Element[]> {
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
      const below = Object.values(value).filter(isObject).map(tellingMembers);
      const outside = {
        ...around,
        ...timeAbove(value),
        ...metricOf(Object.assign({}, ...below)),
        ...tellingMembers(value),
      };
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
        const members = withOwnUnits(dated(flat(each)));
        // A history says of its entity what it is in the first element of a list only.
        if (typeof each.entity_id === 'string') carried = tellingOf(members);
        elements.push({ members: { ...around, ...carried, ...members }, line, raw: JSON.stringify(each) });
      } else walk(each, around, depth + 1);
    }
  };
  walk(own === undefined ? document : [document], {}, 0);
  return elements;
}

/** `tele/plug/SENSOR {"Time":"2026-10-01T00:00:00", …`: a message of MQTT with its topic. */
export const TOPIC_BEFORE = /^([^\s{}[\]",;]+\/[^\s{}[\]",;]+)\s+(?=\{)/;

function messageOf(line: string): unknown {
  const topic = TOPIC_BEFORE.exec(line.trimStart());
  if (!topic) return parseJson(line);
  const message = parseJson(line.trimStart().slice(topic[0].length));
  return isObject(message) ? { topic: topic[1], ...message } : undefined;
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
      .flatMap((raw, at) => (raw.trim() === '' ? [] : [{ value: messageOf(raw), line: at + 1, raw }]));
    if (documents.length > 1 && documents.filter(({ value }) => isObject(value)).length > documents.length / 2)
      return documents;
    const why = error instanceof Error ? error.message.slice(0, 120) : '';
    throw new InputRejected('UNREADABLE', `The JSON document is damaged, or was not uploaded in full: ${why}.`);
  }
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
