/**
 * XML whose elements of one name are records: their attributes, or the elements inside them, are the cells. What
 * stands around them, such as the name of a meter, becomes a cell of each.
 */
import { readFile, stat } from 'node:fs/promises';
import { XMLParser } from 'fast-xml-parser';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import type { FileFormat } from './format.ts';
import { asRows, type Row } from './rows.ts';

/** A page is no document of records, nor is a spreadsheet in XML. */
const PAGE = /<(?:!doctype html|html|table|body|head|title|meta|div|(?:\w+:)?Workbook)[\s>]/i;

export const xmlRows: FileFormat = {
  name: 'xml-rows',
  detect: { by: 'text', is: ({ text }) => /^\s*<(?:\?xml|[a-z_][\w:.-]*[\s>])/i.test(text) && !PAGE.test(text) },
  holds: 'cells',
  fixes: {},
  ...asRows(rowsOf, 'The XML document holds no list of elements with a time and a number.'),
};

/** The whole document is in memory, several times over. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 10;
const FEWEST = 2;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
});

type Element = Readonly<Record<string, unknown>>;

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Records {
  readonly tag: string;
  readonly elements: readonly Element[];
  /** Cells that are the same for each. */
  readonly around: Readonly<Record<string, string>>;
}

/** The longest list of elements of one name. */
function longestIn(value: unknown, around: Records['around'] = {}, depth = 0): Records | undefined {
  if (!isElement(value) || depth > MAX_DEPTH) return undefined;
  const own = { ...around, ...textsOf(value) };
  let best: Records | undefined;
  for (const [tag, each] of Object.entries(value)) {
    const elements = Array.isArray(each) ? each.filter(isElement) : [];
    const inside = (Array.isArray(each) ? each : [each]).map((one) => longestIn(one, own, depth + 1));
    const found = [...(elements.length >= FEWEST ? [{ tag, elements, around: own }] : []), ...inside];
    for (const records of found) if (records && records.elements.length > (best?.elements.length ?? 0)) best = records;
  }
  return best;
}

function textsOf(value: Element): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (typeof each === 'string' ? [[name, each]] : [])),
  );
}

/** Elements inside a record get the names of both. */
function cellsOf(element: Element, before = '', depth = 0): Record<string, string> {
  return Object.fromEntries(
    Object.entries(element).flatMap(([name, each]) => {
      if (typeof each === 'string') return [[`${before}${name === '#text' ? 'value' : name}`, each]];
      return isElement(each) && depth < MAX_DEPTH ? Object.entries(cellsOf(each, `${before}${name}.`, depth + 1)) : [];
    }),
  );
}

async function* rowsOf(file: string): AsyncGenerator<Row> {
  const { size } = await stat(file);
  if (size > MAX_BYTES) {
    const sentence = `The XML document is larger than ${MAX_BYTES / 1024 / 1024} MB. Upload a part of it at a time.`;
    throw new InputRejected('TOO_LARGE', sentence, { bytes: size });
  }
  const text = await readFile(file, 'utf8');
  const found = longestIn(parsed(text));
  if (!found) throw new InputRejected('NOT_READINGS', 'The XML document holds no list of elements of one name.');
  const records = found.elements.map((element) => cellsOf(element));
  const named = namedBy(found.around, records);
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const lines = linesOf(text, found.tag);
  yield { cells: names.map((name) => named.get(name) ?? name), line: 0, raw: '' };
  for (const [at, record] of records.entries()) {
    const cells = names.map((name) => record[name] ?? '');
    yield { cells, line: lines[at] ?? 1, raw: cells.join(', ') };
  }
}

function parsed(text: string): unknown {
  try {
    return parser.parse(text, true);
  } catch {
    throw new InputRejected('UNREADABLE', 'The XML document is damaged, or was not uploaded in full.');
  }
}

/** `Outputs="Total consumption (kWh),Power"` names the values V and V2 of each record. */
function namedBy(around: Records['around'], records: readonly Record<string, string>[]): ReadonlyMap<string, string> {
  const values = [...new Set(records.flatMap((record) => Object.keys(record)))].filter((name) => /^V\d*$/.test(name));
  const outputs = (around.Outputs ?? '').split(',').map((name) => name.trim());
  return new Map(values.length === outputs.length ? values.map((name, at) => [name, outputs[at] ?? name]) : []);
}

function linesOf(text: string, tag: string): number[] {
  const lines: number[] = [];
  let line = 1;
  for (const [found] of text.matchAll(new RegExp(`\\n|<(?:\\w+:)?${tag.replace(/[^\w-]/g, '.')}[\\s/>]`, 'g'))) {
    if (found === '\n') line += 1;
    else lines.push(line);
  }
  return lines;
}
