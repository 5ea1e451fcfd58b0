/**
 * The factor of a meter behind transformers, where the file names one: its stands are multiplied by it. Whether those
 * of the file are already is not known, so it is asked.
 */
import { MAX_FACTOR } from '../../../shared/readings/layout.ts';
import { formatNumber } from '../../../shared/text/format.ts';
import type { Assigned } from './parts.ts';
import type { Open } from './proposal.ts';
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

function factorsOfColumns({ rest }: Roles, sample: Sample): number[] {
  return rest
    .filter(({ name, kind }) => kind === 'number' && saysFactor(name))
    .flatMap(({ index }) => {
      const values = new Set(sample.rows.map((row) => (row[index] ?? '').trim()).filter((text) => text !== ''));
      const [first] = firstValues(sample, index);
      return values.size === 1 ? (numberIn(first ?? '') ?? []) : [];
    });
}

function saysFactor(text: string): boolean {
  return meaningOf(text).concepts.has('multiplier');
}

function numberIn(text: string): number | undefined {
  const [, over = '', under = '1'] = FACTOR.exec(text) ?? [];
  const factor = Number(over.replace(',', '.')) / Number(under.replace(',', '.'));
  return over !== '' && factor > 0 && factor <= MAX_FACTOR ? factor : undefined;
}

const stands = (assigned: readonly Assigned[]): Series[] =>
  assigned.map(({ series }) => series).filter(({ role, look }) => role === 'register' && !look.given?.factor);

/** @param labels names under which a person finds columns */
export function factorOpen(
  assigned: readonly Assigned[],
  factor: number | undefined,
  labels: ReadonlyMap<number, string>,
): Open | undefined {
  const open = stands(assigned);
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
