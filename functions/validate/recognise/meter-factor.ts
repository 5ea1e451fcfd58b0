/**
 * The factor of a meter behind transformers, where the file names one: its stands are multiplied by it. Whether those
 * of the file are already is not known, so it is asked.
 */
import { MAX_FACTOR } from '../../../shared/readings/layout.ts';
import { formatNumber } from '../../../shared/text/format.ts';
import type { Ground } from './ground.ts';
import type { Assigned } from './parts.ts';
import type { Profile } from './profile.ts';
import type { Open } from './proposal.ts';
import { question } from './question.ts';
import type { Roles } from './roles.ts';
import { firstValues, type Sample } from './sample.ts';
import type { Series } from './series.ts';
import { meaningOf } from './words/meaning.ts';

/** `40`, `40,00`, or `200/5` as of a transformer. */
const FACTOR = /(?<![\d.,/])(\d+(?:[.,]\d+)?)(?:\s*\/\s*(\d+(?:[.,]\d+)?))?\s*$/;
const CELLS = /[,;\t|:=]/;

/** @returns the one factor that a line above the table or a column names; undefined where it is 1 or there is none */
export function meterFactor(roles: Roles, sample: Sample, preamble: readonly string[]): number | undefined {
  const found = [...preamble.flatMap((line) => factorsInLine(line)), ...factorsOfColumns(roles, sample)];
  const [only, ...others] = new Set(found.filter((factor) => factor !== 1));
  return others.length === 0 ? only : undefined;
}

/** `Multiplying factor,40`, `CT ratio: 200/5`. */
function factorsInLine(line: string): number[] {
  const cells = line.split(CELLS).map((cell) => cell.trim().replace(/^"|"$/g, ''));
  return cells.flatMap((cell, at) => {
    if (!saysFactor(cell)) return [];
    const next = cells.slice(at + 1).find((each) => each !== '');
    return numberIn(cell) ?? numberIn(next ?? '') ?? [];
  });
}

function factorsOfColumns(roles: Roles, sample: Sample): number[] {
  return columnsOfFactors(roles).flatMap(({ index }) => {
    const values = textsOf(sample, index);
    const [first] = firstValues(sample, index);
    return values.size === 1 ? (numberIn(first ?? '') ?? []) : [];
  });
}

function columnsOfFactors({ rest, given }: Roles): Profile[] {
  return rest.filter(({ index, name, kind }) => kind === 'number' && !given.has(index) && saysFactor(name));
}

/** `scale` beside `raw`: what the numbers of a device are to be multiplied by. */
function scales({ rest, given }: Roles): Profile[] {
  const isScale = (name: string) => /^(?:scale|scaling|factor|faktor)(?:[\s_-]?factor)?$/i.test(name.trim());
  return rest.filter(({ index, name, kind }) => kind === 'number' && !given.has(index) && isScale(name));
}

function textsOf({ rows }: Sample, index: number): Set<string> {
  return new Set(rows.map((row) => (row[index] ?? '').trim()).filter((text) => text !== ''));
}

/**
 * Where rows are of several meters, each has its own factor in a column.
 * @param counted the series of the file's columns
 * @throws Question LAYOUT_AMBIGUOUS where nothing but stands is there, or a column scales the numbers beside it
 */
export function askAboutMultipliers(counted: readonly Series[], ground: Ground): void {
  const { roles, sample, settings, labels } = ground;
  const column = [...columnsOfFactors(roles), ...scales(roles)].find(({ index, name }) => {
    const texts = [...textsOf(sample, index)];
    // One factor for all rows is that of the file, see above.
    const several = texts.length > 1 || (!saysFactor(name) && texts.some((text) => numberIn(text) !== 1));
    return several && texts.every((text) => numberIn(text) !== undefined);
  });
  if (!column || counted.length === 0) return;
  if (saysFactor(column.name) && stands(counted).length < counted.length) return;
  const name = labels.get(column.index) ?? column.name;
  throw question(
    'LAYOUT_AMBIGUOUS',
    `"${name}" names a factor of each meter, and the file does not say whether the stands beside it are multiplied ` +
      'by it already.',
    [
      {
        means: `the stands are to be multiplied by "${name}"`,
        setting: { columns: { [name]: { role: 'multiplier' } } },
      },
      { means: 'the stands are multiplied already', setting: { columns: { [name]: { role: 'ignored' } } } },
    ],
    settings,
  );
}

function saysFactor(text: string): boolean {
  return meaningOf(text).concepts.has('multiplier');
}

function numberIn(text: string): number | undefined {
  const [, over = '', under = '1'] = FACTOR.exec(text) ?? [];
  const factor = Number(over.replace(',', '.')) / Number(under.replace(',', '.'));
  return over !== '' && factor > 0 && factor <= MAX_FACTOR ? factor : undefined;
}

const stands = (series: readonly Series[]): Series[] =>
  series.filter(({ role, look }) => role === 'register' && !look.given?.factor);

/** @param labels names under which a person finds columns */
export function factorOpen(
  assigned: readonly Assigned[],
  factor: number | undefined,
  labels: ReadonlyMap<number, string>,
): Open | undefined {
  const open = stands(assigned.map(({ series }) => series));
  if (factor === undefined || open.length === 0) return undefined;
  return {
    what: 'role',
    sentence:
      `The file names a factor of the meter, ${formatNumber(factor)}, and does not say whether its stands ` +
      'are multiplied by it already.',
    others: [
      {
        means: 'the stands are multiplied already',
        change: Object.fromEntries(
          open.map(({ look: { profile }, role, unit, flow }) => [
            labels.get(profile.index) ?? profile.name,
            { role, ...(unit ? { unit } : {}), flow: flow.flow, factor: 1 },
          ]),
        ),
      },
    ],
  };
}
