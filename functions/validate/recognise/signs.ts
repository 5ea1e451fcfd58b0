/**
 * Which way a signed column counts: into the site or out of it. Its name may say it of both signs, else an identity
 * decides, else the state of charge of the battery, else the night, in which nothing is produced; where none of them
 * tells, it is asked.
 */
import type { Flow } from '../../../shared/energy/flows.ts';
import type { Identity } from './identities/index.ts';
import type { Series } from './series.ts';
import { positiveBySigns } from './words/sign-legend.ts';

/** What else the file shows of its rows, in the order of the values of a series. */
export interface SignContext {
  /** State of charge of the battery, %; undefined where no column holds it. */
  readonly charge: Float64Array | undefined;
  /** Minutes from midnight; NaN where a row has none. */
  readonly minutes: Float64Array;
}

export interface Signs {
  /** Signed columns whose positive values are the other direction. */
  readonly reversed: ReadonlySet<Series>;
  /** Those of which nothing but habit tells the direction. */
  readonly open: ReadonlySet<Series>;
}

/**
 * @param series the columns that count
 * @param all those that the identities number
 */
export function signsAmong(
  series: readonly Series[],
  identities: readonly Identity[],
  all: readonly Series[],
  context: SignContext,
): Signs {
  const reversed = new Set<Series>();
  const open = new Set<Series>();
  const told = toldByIdentities(identities, all);
  for (const one of series.filter(isSigned)) {
    const { given } = one.look;
    if (given?.sign !== undefined) continue;
    const values = valuesOf(one, series);
    const isReversed =
      bySigns(one) ??
      told.get(one) ??
      byCharge(one, context) ??
      byNight(one, values, series) ??
      (given?.flow ? false : byClock(one, values, context)) ??
      (countsWhatGoesOut(one) ? true : undefined);
    if (isReversed === true) reversed.add(one);
    if (isReversed === undefined && one.evidence.negative > 0 && !saysDirection(one)) open.add(one);
    if (isReversed === 'perhaps') {
      reversed.add(one);
      open.add(one);
    }
  }
  return { reversed, open };
}

/** A heading that says what its signs mean is believed before all numbers. */
function bySigns({ look: { profile } }: Series): boolean | undefined {
  const positive = positiveBySigns(profile.name);
  return positive && positive === 'out';
}

function isSigned({ flow: { flow } }: Series): boolean {
  return flow === 'net' || flow === 'battery';
}

/** Of a phase those of all phases together: one may give while the others take. */
function valuesOf(one: Series, series: readonly Series[]): Float64Array {
  if (one.look.meaning.phase === undefined) return one.evidence.values;
  const phases = series.filter(
    ({ flow, role, look }) =>
      flow.flow === one.flow.flow &&
      role === one.role &&
      look.meaning.phase !== undefined &&
      look.unit === one.look.unit,
  );
  return one.evidence.values.map((_, row) =>
    phases.reduce((sum, { evidence }) => sum + (evidence.values[row] ?? Number.NaN), 0),
  );
}

/** A signed column that is called an export is positive for what goes out. */
function countsWhatGoesOut({ look: { given, meaning } }: Series): boolean {
  const { concepts, code } = meaning;
  return given?.flow === undefined && code === undefined && concepts.has('export') && !concepts.has('import');
}

/** `Net usage` is what is used less what is produced, and a code says which way it counts. */
function saysDirection({ look: { given, meaning } }: Series): boolean {
  const { concepts, code } = meaning;
  return (
    given?.flow !== undefined ||
    code !== undefined ||
    concepts.has('consumption') ||
    concepts.has('import') ||
    concepts.has('export')
  );
}

/**
 * In `home = solar + grid + battery` the grid and the battery stand on the other side than the home: else they count
 * backwards.
 */
function toldByIdentities(identities: readonly Identity[], all: readonly Series[]): Map<Series, boolean> {
  const told = new Map<Series, boolean>();
  for (const identity of identities) {
    if (identity.kind !== 'linear') continue;
    const terms = identity.terms.flatMap(({ id, sign }) => {
      const series = all[id];
      return series ? [{ series, sign }] : [];
    });
    const signOf = (flow: Flow) => terms.find(({ series }) => series.flow.flow === flow)?.sign;
    const home = signOf('consumption');
    const usual = home === undefined ? signOf('production') : -home;
    if (usual === undefined) continue;
    for (const { series, sign } of terms)
      if (isSigned(series)) told.set(series, told.get(series) === true || sign !== usual);
  }
  return told;
}

/** So many rows have to be seen, and this share of them has to agree. */
export const ROWS_NEEDED = 6;
export const AGREEING = 0.9;

/** @returns whether this share of the rows is below 0, or above; undefined where they are few or do not agree */
function below(values: readonly number[]): boolean | undefined {
  const told = values.filter((value) => value !== 0 && !Number.isNaN(value));
  if (told.length < ROWS_NEEDED) return undefined;
  const share = told.filter((value) => value < 0).length / told.length;
  return share >= AGREEING ? true : share <= 1 - AGREEING ? false : undefined;
}

/**
 * A battery that gives loses charge. A row's charge may be that of its start or of its end: the way that agrees better
 * is taken.
 */
function byCharge({ flow, role, evidence }: Series, { charge }: SignContext): boolean | undefined {
  if (flow.flow !== 'battery' || role === 'register' || charge === undefined) return undefined;
  const gains = (shift: number) => {
    const products: number[] = [];
    for (const [row, value] of evidence.values.entries()) {
      const gain = (charge[row + shift + 1] ?? Number.NaN) - (charge[row + shift] ?? Number.NaN);
      // Losses and trickles tell nothing.
      if (Math.abs(gain) > 0) products.push(-Math.sign(gain) * Math.sign(value));
    }
    return below(products);
  };
  return gains(0) ?? gains(-1);
}

/**
 * Without the sun a house takes from the grid and from its battery: a column that is then below 0 counts the other way.
 */
function byNight(one: Series, values: Float64Array, series: readonly Series[]): boolean | undefined {
  const made = series.find(({ flow }) => flow.flow === 'production');
  if (!made || made.role === 'register' || one.role === 'register') return undefined;
  return below([...values].filter((_, row) => made.evidence.values[row] === 0));
}

/** Hours in which the sun hardly shines, and those in which it does, minutes from midnight. */
const NIGHT = { from: 23 * 60, to: 4 * 60 };
const NOON = { from: 11 * 60, to: 14 * 60 };

/**
 * Beside no production only the hours tell, and only where the clock is that of the site: a column that gives by night
 * and takes at noon is asked about.
 */
function byClock(one: Series, values: Float64Array, { minutes }: SignContext): false | 'perhaps' | undefined {
  if (one.flow.flow !== 'net' || one.role === 'register') return undefined;
  const at = (test: (minute: number) => boolean) =>
    below([...values].filter((_, row) => test(minutes[row] ?? Number.NaN)));
  const night = at((minute) => minute >= NIGHT.from || minute < NIGHT.to);
  if (night === false) return false;
  const noon = at((minute) => minute >= NOON.from && minute < NOON.to);
  return night === true && noon === false ? 'perhaps' : undefined;
}
