/** What the numbers of a site's columns say together of the meter at the grid, whatever their headings call it. */

import type { Flow } from '../../../shared/energy/flows.ts';
import { MINUTES_PER_DAY, MINUTES_PER_HOUR } from '../../../shared/time-units.ts';
import { energiesOf, isSum, scaleOf } from './compared-columns.ts';
import type { Series } from './series.ts';

/** A use is less than what was produced and not fed in by more than rounding and clocks explain. */
const CLEARLY = 0.9;
const ROWS_NEEDED = 6;
/** Share of the rows with production in which it is. */
const OFTEN = 0.1;

/**
 * A house uses at least what its panels make and what does not go into the grid. A column that is called a use and
 * shows less, again and again, is what comes from the grid.
 */
export function withGridUse(series: readonly Series[], storesEnergy: boolean): readonly Series[] {
  const use = useOfTheGrid(series, storesEnergy);
  const why = `${use?.flow.why}; it is less than what is produced and not fed in, as only what the grid gives may be`;
  return series.map((one) => (one === use ? { ...one, flow: { ...one.flow, flow: 'import', why, open: false } } : one));
}

function useOfTheGrid(series: readonly Series[], storesEnergy: boolean): Series | undefined {
  const energies = series.filter(({ role }) => role !== 'power' || series.every((one) => one.role === 'power'));
  const of = (flow: Flow) => energies.filter((one) => one.flow.flow === flow);
  const [use, ...otherUses] = of('consumption');
  const [made, ...others] = of('production');
  const [out, ...outs] = of('export');
  if (!use || !made || !out || otherUses.length + others.length + outs.length > 0) return undefined;
  if (use.flow.certainty === 'given' || of('import').length + of('net').length > 0) return undefined;
  if (of('charge').length + of('discharge').length + of('battery').length > 0) return undefined;
  if (![made, out].every((one) => one.role === use.role && one.unit !== undefined) || use.unit === undefined)
    return undefined;
  const [used, produced, fedIn] = [use, made, out].map(kilowattHoursOf);
  if (!used || !produced || !fedIn) return undefined;
  const rows = [...used.keys()].filter((row) => !Number.isNaN((used[row] ?? Number.NaN) + least(row)));
  if (rows.length < ROWS_NEEDED) return undefined;
  const sum = (value: (row: number) => number) => rows.reduce((all, row) => all + value(row), 0);
  const lessAltogether = sum((row) => used[row] ?? 0) < CLEARLY * sum(least);
  const sunny = rows.filter((row) => (produced[row] ?? 0) > 0);
  const less = sunny.filter((row) => (used[row] ?? 0) < CLEARLY * least(row));
  // What a battery keeps for the night is no use of the day.
  if (!lessAltogether && (storesEnergy || less.length < OFTEN * sunny.length || less.length === 0)) return undefined;
  return use;

  function least(row: number): number {
    return (produced?.[row] ?? Number.NaN) - (fedIn?.[row] ?? Number.NaN);
  }
}

/**
 * `Energy` beside import and export: a house uses at least what it draws, and panels make at least what is fed in. An
 * energy that is less than the one, again and again, and never less than the other, is what they make.
 */
export function withMadeEnergy(series: readonly Series[]): readonly Series[] {
  const of = (flow: Flow) => series.filter((one) => one.flow.flow === flow);
  const [energy, ...others] = of('consumption');
  const [drawn, fedIn] = [of('import')[0], of('export')[0]];
  const known = of('production').length + of('battery').length + of('charge').length + of('net').length;
  if (energy?.flow.certainty !== 'bare' || others.length > 0 || !drawn || !fedIn || known > 0) return series;
  if ([drawn, fedIn].some((one) => one.role !== energy.role || one.unit === undefined)) return series;
  const [own, into, out] = [energy, drawn, fedIn].map(kilowattHoursOf);
  const rows = [...(own ?? []).keys()].filter((row) => (own?.[row] ?? 0) > 0 && (into?.[row] ?? Number.NaN) >= 0);
  const less = rows.filter((row) => (own?.[row] ?? 0) < CLEARLY * (into?.[row] ?? 0));
  const made = rows.filter((row) => (own?.[row] ?? 0) >= (out?.[row] ?? 0));
  if (rows.length < ROWS_NEEDED || less.length < OFTEN * rows.length || made.length < rows.length) return series;
  const why = `${energy.flow.why}; it is less than what is drawn, and never than what is fed in, as a production is`;
  return series.map((one) =>
    one === energy ? { ...one, flow: { ...one.flow, flow: 'production', why, open: false } } : one,
  );
}

function kilowattHoursOf(one: Series): Float64Array {
  const scale = scaleOf(one);
  return energiesOf(one).map((value) => value * scale);
}

/**
 * `Básico`, `Intermedio` and `Excedente` beside their total are blocks of a price: what adds up to a use with others
 * goes nowhere else, whatever it is called.
 */
export function withBlocks(series: readonly Series[]): readonly Series[] {
  const [out, ...others] = series.filter(({ flow: { flow } }) => flow === 'export');
  const parts = series.filter(({ flow: { flow, certainty } }) => flow === 'submeter' && certainty === 'named');
  const wholes = series.filter(({ flow: { flow } }) => flow === 'import' || flow === 'consumption');
  const whole = wholes.find((one) => one.flow.certainty !== 'certain');
  if (!out || !whole || others.length > 0 || wholes.length > 1 || parts.length === 0) return series;
  if (series.length > parts.length + 2 || !isSum(whole, [out, ...parts])) return series;
  const why = `it adds up to "${whole.look.profile.name}" with the others`;
  return series.map((one) => {
    if (one === out) return { ...one, flow: { ...one.flow, flow: 'submeter', why, open: false } };
    return one === whole ? { ...one, flow: { ...one.flow, flow: 'consumption', open: false } } : one;
  });
}

/** The exchange with the grid as a power, beside the energies of both its directions: they say it once more. */
export function netPowers(series: readonly Series[]): readonly Series[] {
  const counts = (flow: Flow) => series.some((one) => one.flow.flow === flow && one.role !== 'power');
  if (!counts('import') || !counts('export')) return [];
  return series.filter(({ flow, role, look }) => flow.flow === 'net' && role === 'power' && look.given === undefined);
}

/** Of more than a day a power is its highest, and no mean that a meter kept. */
const LONGEST_OF_A_MEAN = MINUTES_PER_DAY;
/** Share of the days in which the highest power is above the mean one. */
const NEARLY_ALL = 0.95;

/**
 * Powers of rows that are weeks or months apart, beside energies; of rows that are a day each those that are above the
 * mean of each energy beside them. @param step minutes from a row to the next
 */
export function highestPowers(series: readonly Series[], step: number | undefined): readonly Series[] {
  const energies = series.filter(({ role }) => role !== 'power');
  if (energies.length === 0 || step === undefined || step < LONGEST_OF_A_MEAN) return [];
  const powers = series.filter(({ role, look }) => role === 'power' && look.given === undefined);
  if (step > LONGEST_OF_A_MEAN) return powers;
  return powers.filter((power) => energies.every((energy) => isAboveMean(power, energy, step)));
}

function isAboveMean(power: Series, energy: Series, step: number): boolean {
  const [highest, energies] = [kilowattHoursOf(power), kilowattHoursOf(energy)];
  const mean = (row: number) => ((energies[row] ?? Number.NaN) * MINUTES_PER_HOUR) / step;
  const rows = [...highest.keys()].filter((row) => !Number.isNaN((highest[row] ?? Number.NaN) + mean(row)));
  const above = rows.filter((row) => (highest[row] ?? 0) > mean(row));
  return rows.length >= ROWS_NEEDED && above.length >= NEARLY_ALL * rows.length;
}

/**
 * Counters of the grid that show nothing at all beside a production: no meter is connected, and nothing is known of
 * what the site draws or gives. @returns those that show nothing
 */
export function unconnectedMeters(series: readonly Series[]): readonly Series[] {
  const grid = series.filter(({ flow: { flow } }) => flow === 'import' || flow === 'export' || flow === 'net');
  const shows = ({ evidence }: Series) => evidence.count > 0 && (evidence.max > 0 || evidence.min < 0);
  const produces = series.some((one) => one.flow.flow === 'production' && shows(one));
  const known = series.some(({ flow: { flow } }) => flow === 'consumption' || flow === 'submeter');
  const said = grid.some(({ look }) => look.given !== undefined);
  return produces && !known && !said && !grid.some(shows) ? grid : [];
}
