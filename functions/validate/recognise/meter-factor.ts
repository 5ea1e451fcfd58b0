/**
 * The factor of a meter behind transformers, or the scale of a device, where the file names one: its values are
 * multiplied by it. Whether those of the file are already is not known, so it is asked.
 */
import { MAX_FACTOR } from '../../../shared/readings/layout.ts';
import { timesIn } from '../../../shared/readings/scaled-units.ts';
import { formatNumber } from '../../../shared/text/format.ts';
import { listed } from '../../../shared/text/listed.ts';
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

export interface MeterFactor {
  readonly factor: number;
  /** What makes the unit of the numbers, and no property of the meter: they are seldom multiplied by it already. */
  readonly scales: boolean;
}

/** @returns the one factor that a line above the table or a column names; undefined where it is 1 or there is none */
export function meterFactor(roles: Roles, sample: Sample, preamble: readonly string[]): MeterFactor | undefined {
  const found = [...preamble.flatMap((line) => factorsInLine(line)), ...factorsOfColumns(roles, sample)];
  const [only, ...others] = found.filter(({ factor }) => factor !== 1);
  return others.every(({ factor }) => factor === only?.factor) ? only : undefined;
}

/** `Multiplying factor,40`, `CT ratio: 200/5`. */
function factorsInLine(line: string): MeterFactor[] {
  const cells = line.split(CELLS).map((cell) => cell.trim().replace(/^"|"$/g, ''));
  return cells.flatMap((cell, at) => {
    if (!saysFactor(cell) && !isScale(cell)) return [];
    const next = cells.slice(at + 1).find((each) => each !== '');
    return factorNamed(cell, numberIn(cell) ?? numberIn(next ?? ''));
  });
}

/** `unit_multiplier`, `powerOfTenMultiplier`: the first multiplies, the second says how many zeros. */
const OF_A_UNIT = /scal(?:e|ing)|(?:unit|value)[\s_]?multiplier/i;
const ZEROS = /power[\s_]?of[\s_]?ten/i;

function factorNamed(name: string, number: number | undefined): MeterFactor[] {
  if (number === undefined) return [];
  const zeros = ZEROS.test(name);
  return [{ factor: zeros ? 10 ** number : number, scales: zeros || OF_A_UNIT.test(name) }];
}

function factorsOfColumns(roles: Roles, sample: Sample): MeterFactor[] {
  return [...columnsOfFactors(roles), ...scales(roles)].flatMap(({ index, name }) => {
    const values = textsOf(sample, index);
    const [first] = firstValues(sample, index);
    return values.size === 1 ? factorNamed(name, numberIn(first ?? '')) : [];
  });
}

function columnsOfFactors({ rest, given }: Roles): Profile[] {
  return rest.filter(({ index, name, kind }) => kind === 'number' && !given.has(index) && saysFactor(name));
}

/** `scale` beside `raw`: what the numbers of a device are to be multiplied by. */
function scales({ rest, given }: Roles): Profile[] {
  return rest.filter(({ index, name, kind }) => kind === 'number' && !given.has(index) && isScale(name));
}

function isScale(name: string): boolean {
  return /^(?:scale|scaling|factor|faktor)(?:[\s_-]?factor)?$/i.test(name.trim());
}

function textsOf({ rows }: Sample, index: number): Set<string> {
  return new Set(rows.map((row) => (row[index] ?? '').trim()).filter((text) => text !== ''));
}

/**
 * Where rows are of several meters, each has its own factor in a column.
 * @param counted the series of the file's columns
 * @throws Question LAYOUT_AMBIGUOUS
 */
export function askAboutMultipliers(counted: readonly Series[], ground: Ground): void {
  const { roles, sample, settings, labels } = ground;
  const column = [...columnsOfFactors(roles), ...scales(roles)].find(({ index, name }) => {
    const texts = [...textsOf(sample, index)];
    // One factor for all rows is that of the file, see above.
    return texts.length > 1 && texts.every((text) => numberIn(text) !== undefined) && !ZEROS.test(name);
  });
  if (!column || counted.length === 0) return;
  const meters = stands(counted).length;
  // Energies beside stands are multiplied.
  if (saysFactor(column.name) && meters > 0 && meters < counted.length) return;
  const name = labels.get(column.index) ?? column.name;
  const kind = meters > 0 ? 'stands' : 'values';
  const candidates = [
    {
      means: `the ${kind} are to be multiplied by "${name}"`,
      setting: { columns: { [name]: { role: 'multiplier' as const } } },
    },
    { means: `the ${kind} are multiplied already`, setting: { columns: { [name]: { role: 'ignored' as const } } } },
  ];
  const multiplied = kind === 'values' && !isScale(column.name) && !OF_A_UNIT.test(column.name);
  throw question(
    'LAYOUT_AMBIGUOUS',
    `"${name}" names a factor of each meter, and the file does not say whether the ${kind} beside it are multiplied ` +
      'by it already.',
    multiplied ? candidates.reverse() : candidates,
    settings,
  );
}

/** `Stand (kWh, ohne Wandlerfaktor)`: what is said of the numbers in brackets makes no factor of them. */
const SAID_OF_NUMBERS = /[([][^)\]]*[)\]]/g;

function saysFactor(text: string): boolean {
  return meaningOf(text.replaceAll(SAID_OF_NUMBERS, '')).concepts.has('multiplier');
}

function numberIn(text: string): number | undefined {
  const [, over = '', under = '1'] = FACTOR.exec(text) ?? [];
  const factor = Number(over.replace(',', '.')) / Number(under.replace(',', '.'));
  return over !== '' && factor > 0 && factor <= MAX_FACTOR ? factor : undefined;
}

const stands = (series: readonly Series[]): Series[] =>
  series.filter(({ role, look }) => role === 'register' && !look.given?.factor);

/** What each of some columns is proposed to be multiplied by, and the question about it. */
export interface FactorOpen {
  readonly open: Open;
  readonly factors: ReadonlyMap<Series, number>;
}

/**
 * @param all the columns of energies and stands, those included that are left out
 * @param labels names under which a person finds columns
 */
export function factorOpen(
  assigned: readonly Assigned[],
  all: readonly Series[],
  found: MeterFactor | undefined,
  labels: ReadonlyMap<number, string>,
): FactorOpen | undefined {
  const series = assigned.map((each) => each.series);
  const ofMeter = found && all.some(({ role }) => role === 'register') ? stands(series) : undefined;
  const unsaid = series.filter(({ look }) => look.given?.factor === undefined);
  const open = ofMeter ?? (found ? unsaid : unsaid.filter(({ look }) => timesIn(look.profile.name) !== undefined));
  if (open.length === 0) return undefined;
  const multiplied = found !== undefined && ofMeter === undefined && !found.scales;
  const of = (one: Series) => found?.factor ?? timesIn(one.look.profile.name) ?? 1;
  const change = (factor: (one: Series) => number) =>
    Object.fromEntries(
      open.map((one) => [
        labels.get(one.look.profile.index) ?? one.look.profile.name,
        { role: one.role, ...(one.unit ? { unit: one.unit } : {}), flow: one.flow.flow, factor: factor(one) },
      ]),
    );
  const kind = ofMeter ? 'the stands' : 'the values';
  const names = listed(
    open.map((one) => `"${one.look.profile.name}"`),
    NAMED,
  );
  return {
    factors: new Map(open.map((one) => [one, multiplied ? 1 : of(one)])),
    open: {
      what: 'role',
      sentence: found
        ? `The file names a factor of the meter, ${formatNumber(found.factor)}, and does not say whether its ` +
          `${ofMeter ? 'stands' : 'values'} are multiplied by it already.`
        : `The names of ${names} do not say whether the values are to be multiplied by what stands in them, ` +
          'or are multiplied already.',
      others: [
        multiplied
          ? { means: `${kind} are to be multiplied by it`, change: change(of) }
          : { means: `${kind} are multiplied already`, change: change(() => 1) },
        ...(found ? [] : [{ means: 'the values are to be divided by it', change: change((one) => 1 / of(one)) }]),
      ],
    },
  };
}

const NAMED = 8;
