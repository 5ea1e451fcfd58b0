/**
 * The text of a customer portal that gives what a meter counts in blocks without names, one below the other: what came
 * in, what went out as numbers below zero, and both together. Their numbers tell which is which.
 */
import type { Decision } from '../../../shared/readings/layout.ts';
import { unitIn } from '../../../shared/readings/units.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { linesOf } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { DIRECTION, type Direction, readingRow, readingsHeading, readingsSettings } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const POINT = 'meter';
/** The line above each block says what its readings are, and their unit. */
const TITLE = /^\s*"?Type of readings:/i;
const TIME = String.raw`\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4} \d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?`;
const RECORD = new RegExp(String.raw`^\s*"?(${TIME})\s+to\s+(${TIME})"?,\s*"?([^,"]*)`, 'i');
/** Values that are kept to tell one block from the sum of others. */
const MOST_COMPARED = 20_000;
const ROUNDING = 0.011;

export const readingBlocks: FileFormat = {
  name: 'reading-blocks',
  detect: { by: 'text', is: ({ text }) => text.split(/[\r\n]+/).filter((line) => TITLE.test(line)).length > 1 },
  holds: 'cells',
  fixes: { settings: readingsSettings(POINT) },
  ...asRows(readings, 'The blocks of the file hold no reading.', async (file) =>
    (await blocksOf(file)).map(({ line, kind }): Decision => {
      const chosen = kind === undefined ? 'left out' : kind;
      return {
        what: `block on line ${line}`,
        chosen,
        why: kind === undefined ? 'a power, or the sum of others' : 'its numbers',
      };
    }),
  ),
};

interface Block {
  /** Of its title. */
  readonly line: number;
  readonly unit: string;
  readonly values: ReadonlyMap<string, number>;
}

interface Told extends Block {
  /** Undefined for one that is left out. */
  readonly kind: Direction | undefined;
}

interface Reading {
  readonly block: number;
  readonly start: string;
  readonly end: string;
  readonly text: string;
  readonly line: number;
  readonly raw: string;
}

async function* linesIn(file: string): AsyncGenerator<Reading | { readonly title: string; readonly line: number }> {
  let [line, block] = [0, -1];
  for await (const raw of linesOf(file)) {
    line += 1;
    if (TITLE.test(raw)) {
      block += 1;
      yield { title: raw, line };
    }
    const [, start, end = '', text = ''] = RECORD.exec(raw) ?? [];
    if (start !== undefined) yield { block, start, end, text: text.trim(), line, raw };
  }
}

/** @throws InputRejected LAYOUT_AMBIGUOUS where nothing tells the blocks apart */
async function blocksOf(file: string): Promise<Told[]> {
  const blocks: (Block & { values: Map<string, number> })[] = [];
  for await (const each of linesIn(file)) {
    if ('title' in each)
      blocks.push({ line: each.line, unit: unitIn(each.title)?.unit ?? '', values: new Map<string, number>() });
    else {
      const { values } = blocks[each.block] ?? { values: new Map<string, number>() };
      if (values.size < MOST_COMPARED) values.set(each.start, Number(each.text));
    }
  }
  const energies = blocks.filter(({ unit, values }) => unit.endsWith('Wh') && values.size > 0);
  const sum = energies.length > 2 ? energies.find((block) => isSum(block, energies)) : undefined;
  const counted = energies.filter((block) => block !== sum);
  const told = blocks.map((block) => ({ ...block, kind: counted.includes(block) ? directionOf(block) : undefined }));
  const directions = told.flatMap(({ kind }) => kind ?? []);
  if (directions.length === counted.length && new Set(directions).size === directions.length) return told;
  throw new InputRejected(
    'UNKNOWN_LAYOUT',
    `The blocks on lines ${blocks.map(({ line }) => line).join(', ')} have the same times, and nothing tells what ` +
      `each of them counts. Upload the one that counts.`,
  );
}

function isSum(block: Block, all: readonly Block[]): boolean {
  const others = all.filter((other) => other !== block);
  return [...block.values].every(([start, value]) => {
    const parts = others.reduce((sum, { values }) => sum + (values.get(start) ?? Number.NaN), 0);
    return Math.abs(parts - value) <= ROUNDING * others.length;
  });
}

function directionOf({ values }: Block): Direction | undefined {
  const numbers = [...values.values()];
  if (numbers.every((value) => value >= 0)) return DIRECTION.import;
  return numbers.every((value) => value <= 0) ? DIRECTION.export : undefined;
}

async function* readings(file: string): AsyncGenerator<Row> {
  const blocks = await blocksOf(file);
  yield readingsHeading(POINT);
  for await (const each of linesIn(file)) {
    if ('title' in each) continue;
    const { kind, unit = '' } = blocks[each.block] ?? {};
    if (kind === undefined) continue;
    const { start, end, text, line, raw } = each;
    const value = kind === DIRECTION.export ? text.replace(/^-/, '') : text;
    yield readingRow({ point: POINT, direction: kind, unit, start, end, value, line, raw });
  }
}
