/** The one question about the meaning of columns: what is proposed for all of them, ready to be given as it stands. */
import type { Flow } from '../../../shared/energy/flows.ts';
import { isPower, type LayoutSettings, type Unit } from '../../../shared/readings/layout.ts';
import { MINUTES_PER_DAY, MINUTES_PER_HOUR } from '../../../shared/time-units.ts';
import { numbersRowsOrSeconds, staysInABand } from './evidence.ts';
import { isSilent, type LeftOut } from './looks.ts';
import type { Profile } from './profile.ts';
import { type Candidate, type Proposed, question } from './question.ts';
import { firstValues, type Sample } from './sample.ts';
import type { Series } from './series.ts';

type ColumnSetting = NonNullable<LayoutSettings['columns']>[string];

/** One thing about the columns that is open. */
export interface Open {
  readonly what: 'unit' | 'role' | 'flow';
  readonly sentence: string;
  /** What else the columns may be than what is proposed. */
  readonly others: readonly { readonly means: string; readonly change: Readonly<Record<string, ColumnSetting>> }[];
}

/** A proposed column of energy. */
export interface Proposal {
  readonly series: Series;
  readonly flow: Flow;
  /** Undefined where a column or the cells say the unit. */
  readonly unit: Unit | undefined;
  readonly ignored: boolean;
  /** Its positive values are the other direction. */
  readonly reversed: boolean;
  /** What its stands are multiplied by. */
  readonly factor?: number;
}

/** Wide tables of hundreds of meters are answered by their unit alone. */
const COLUMNS_ANSWERED = 60;

/** A register whose steps would be of this many kilowatts counts watt-hours. */
const LARGEST_IN_KWH = 50;
/** Readings of short intervals that would be of so many kilowatts are in watt-hours. */
const LARGEST_MEAN = 1000;
/** What reads every few minutes is a logger in a home, and its numbers are in watt-hours from so many kilowatts on. */
const LARGEST_LOGGED = 50;
const LOGGED_MINUTES = 5;
/** A meter's energy is at most this many times what the power beside it gives. */
const BESIDE_POWER = 5;

/**
 * The unit that numbers of this size and kind most likely are in: whole numbers of short intervals are watts or
 * watt-hours, and all energies of a file are in one unit.
 * @param step minutes
 * @param context whether it is a file of a grid or a market, which count in megawatts, and columns of which one is the
 * sum of the others; `scaled`: a column says what the numbers are multiplied by, which makes kilowatt-hours of them
 */
export function likelyUnits(
  series: readonly Series[],
  step: number | undefined,
  {
    regional,
    summed,
    scaled = false,
  }: {
    readonly regional: boolean;
    readonly summed: readonly (readonly Series[])[];
    readonly scaled?: boolean;
  },
): Map<Series, Unit> {
  const open = series.filter(({ unit, look }) => unit === undefined && !look.unitElsewhere);
  if (regional && open.every(({ role }) => role !== 'register')) return new Map(open.map((one) => [one, 'MW']));
  const isPowerOrLike = (one: Series) => one.role === 'power' || (one.role === 'energy' && isPowerLike(one, step));
  // All columns without a unit are in one: a power that an energy is the sum of makes a power of it, and of the others.
  const mixed = summed.some((members) => members.some(isPowerOrLike) && !members.every(isPowerOrLike));
  const powers = open.filter((one) => isPowerOrLike(one) || (mixed && one.role === 'energy'));
  const others = open.filter((one) => one.role === 'energy' && !powers.includes(one));
  const largest = (some: readonly Series[]) =>
    Math.max(0, ...some.map(({ evidence }) => Math.max(Math.abs(evidence.max), Math.abs(evidence.min))));
  const powerUnit = largest(powers) >= 50 ? 'W' : 'kW';
  const known = series.find(({ unit }) => unit === 'kW' || unit === 'W');
  const inKilowatts = (value: number, unit: Unit | undefined) => (unit === 'W' ? value / 1000 : value);
  const kilowatts = known ? inKilowatts(largest([known]), known.unit) : inKilowatts(largest(powers), powerUnit);
  const tooMuch =
    kilowatts > 0 && largest(others) > BESIDE_POWER * kilowatts * ((step ?? MINUTES_PER_HOUR) / MINUTES_PER_HOUR);
  const hours = (step ?? MINUTES_PER_HOUR) / MINUTES_PER_HOUR;
  const most = hours * MINUTES_PER_HOUR <= LOGGED_MINUTES ? LARGEST_LOGGED : LARGEST_MEAN;
  const far = hours <= 1 && largest(others) / hours > most;
  const whole =
    others.length > 0 &&
    others.every(({ evidence }) => evidence.whole) &&
    (step ?? MINUTES_PER_DAY) <= MINUTES_PER_HOUR;
  const energyUnit =
    tooMuch || far || whole || (others.every(({ evidence }) => evidence.whole) && largest(others) >= 1000)
      ? 'Wh'
      : 'kWh';
  return new Map(
    open.map((one): [Series, Unit] => [
      one,
      powers.includes(one)
        ? powerUnit
        : one.role === 'register'
          ? !scaled &&
            one.evidence.whole &&
            one.evidence.growth.step >= LARGEST_IN_KWH * ((step ?? MINUTES_PER_DAY) / MINUTES_PER_HOUR)
            ? 'Wh'
            : 'kWh'
          : energyUnit,
    ]),
  );
}

function isPowerLike({ look, evidence }: Series, step: number | undefined): boolean {
  const { concepts } = look.meaning;
  if (concepts.has('power')) return !concepts.has('register');
  if (concepts.has('consumption') || concepts.has('production') || concepts.has('import') || concepts.has('export'))
    return false;
  const wordless = isSilent(look) || WORDLESS.has(look.profile.name.toLowerCase());
  // Who reads every few seconds reads power: an energy of them would have next to nothing in each.
  if ((step ?? MINUTES_PER_HOUR) < 1 && !concepts.has('energy')) return true;
  const flat = evidence.values.every((value) => Number.isNaN(value) || Number.isInteger(value));
  const hours = (step ?? MINUTES_PER_HOUR) / MINUTES_PER_HOUR;
  // What no site uses in kilowatt-hours are watts: watt-hours of an interval are hardly written without a word.
  return wordless && hours < 1 && evidence.max >= 100 && (flat || evidence.max / hours > LARGEST_MEAN);
}

/** Names of a value that say nothing of its kind. */
const WORDLESS: ReadonlySet<string> = new Set(['value', 'state', '_value', 'reading']);

/** Whether a silent column's numbers may be energies at all. */
export function mayBeEnergy({ evidence }: Pick<Series, 'evidence'>): boolean {
  return !numbersRowsOrSeconds(evidence) && !staysInABand(evidence) && evidence.count > 0;
}

/**
 * @param byCells a column of the file may say the flow of each record: where the heading says
 * nothing but consumption, the answer leaves it to them
 */
function settingOf({ series, flow, unit, ignored, reversed, factor }: Proposal, byCells: boolean): ColumnSetting {
  if (ignored) return { role: 'ignored' };
  const role = series.role === 'register' ? 'register' : unit && isPower(unit) ? 'power' : 'energy';
  const { certainty, open } = series.flow;
  const vague =
    flow === 'consumption' && flow === series.flow.flow && (certainty === 'generic' || certainty === 'bare');
  const told = byCells && vague && !open;
  return {
    role,
    ...(unit ? { unit } : {}),
    ...(told ? {} : { flow }),
    ...(reversed ? { sign: 'reversed' as const } : {}),
    ...(factor === undefined ? {} : { factor }),
  };
}

function meansOf({ series, flow, unit, ignored, reversed, factor }: Proposal): string {
  if (ignored) return 'left out';
  const kind = series.role === 'register' ? 'a register that counts up, ' : '';
  const times = factor === undefined || factor === 1 ? '' : `, times ${factor}`;
  return `${kind}${flow}${unit ? ` in ${unit}` : ''}${reversed ? ', counted the other way' : ''}${times}`;
}

/** @throws InputRejected, always */
export function askAboutColumns(
  open: readonly Open[],
  proposals: readonly Proposal[],
  left: readonly LeftOut[],
  context: {
    readonly sample: Sample;
    readonly settings: LayoutSettings;
    readonly labels: ReadonlyMap<number, string>;
    /** A column of names or directions may say the flow of each record. */
    readonly byCells: boolean;
  },
): never {
  const { sample, settings, labels, byCells } = context;
  const labelOf = ({ index, name }: Profile) => labels.get(index) ?? name;
  const many = proposals.length > COLUMNS_ANSWERED;
  const [first] = proposals;
  const answer: LayoutSettings =
    many && first?.unit
      ? { unit: first.unit }
      : {
          columns: Object.fromEntries(
            proposals.map((each) => [labelOf(each.series.look.profile), settingOf(each, byCells)]),
          ),
        };
  const candidates: Candidate[] = [
    {
      means: many
        ? `all of them ${proposals[0] ? meansOf(proposals[0]) : ''}`
        : proposals.map((each) => `"${labelOf(each.series.look.profile)}" ${meansOf(each)}`).join(', '),
      setting: answer,
    },
    ...(open.some(({ what }) => what === 'unit') ? otherUnits(proposals, many, answer, labelOf, byCells) : []),
    ...open.flatMap(({ others }) =>
      others.map(({ means, change }) => ({
        means,
        setting: many ? firstUnit(change) : { ...answer, columns: changed(answer.columns ?? {}, change) },
      })),
    ),
  ];
  const valuesOf = (index: number) => firstValues(sample, index);
  const proposed: Proposed[] = [
    ...proposals.map((each) => ({
      column: labelOf(each.series.look.profile),
      values: valuesOf(each.series.look.profile.index),
      means: meansOf(each),
    })),
    ...left.map(({ profile, why }) => ({
      column: labelOf(profile),
      values: valuesOf(profile.index),
      means: `left out: ${why}`,
    })),
  ];
  const code = open.some(({ what }) => what === 'unit') ? 'UNIT_UNKNOWN' : 'LAYOUT_AMBIGUOUS';
  throw question(code, open.map(({ sentence }) => sentence).join(' '), candidates, settings, { proposed });
}

/** What one thing is else leaves the others as they are proposed: the same question is not asked twice. */
function changed(
  columns: Readonly<Record<string, ColumnSetting>>,
  change: Readonly<Record<string, ColumnSetting>>,
): Record<string, ColumnSetting> {
  const merged = Object.entries(change).map(([name, setting]): [string, ColumnSetting] => {
    const { role, unit } = columns[name] ?? {};
    if (setting.role === 'ignored' || role === 'ignored') return [name, setting];
    return [name, { ...(role ? { role } : {}), ...(unit ? { unit } : {}), ...setting }];
  });
  return { ...columns, ...Object.fromEntries(merged) };
}

const COUNTED_IN: readonly Unit[] = ['kWh', 'Wh', 'MWh'];
const SITE_UNITS: readonly Unit[] = ['kWh', 'Wh', 'kW', 'W'];
const REGIONAL_UNITS: readonly Unit[] = ['MWh', 'kWh', 'kW'];

/** What the columns without a unit may be in else: a thousandth, and power in place of energy. */
function otherUnits(
  proposals: readonly Proposal[],
  many: boolean,
  answer: LayoutSettings,
  labelOf: (profile: Profile) => string,
  byCells: boolean,
): Candidate[] {
  const unknown = proposals.filter(
    ({ series, unit, ignored }) => !ignored && series.unit === undefined && unit !== undefined,
  );
  const proposed = unknown[0]?.unit;
  const counts = unknown.some(({ series }) => series.role === 'register');
  const possible = counts ? COUNTED_IN : proposed === 'MW' ? REGIONAL_UNITS : SITE_UNITS;
  const units = possible.filter((unit) => unit !== proposed);
  return units.map((unit) => ({
    means: unknown.length > 1 ? `those without a unit in ${unit}` : `in ${unit}`,
    setting: many
      ? { unit }
      : {
          ...answer,
          columns: {
            ...answer.columns,
            ...Object.fromEntries(
              unknown.map((each) => [labelOf(each.series.look.profile), settingOf({ ...each, unit }, byCells)]),
            ),
          },
        },
  }));
}

function firstUnit(change: Readonly<Record<string, ColumnSetting>>): LayoutSettings {
  const [column] = Object.values(change);
  return column?.unit ? { unit: column.unit } : {};
}
