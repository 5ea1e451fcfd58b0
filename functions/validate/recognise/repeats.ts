/**
 * Columns that say an energy once more: a counter beside its steps, power beside energy, parts beside their sum, a net.
 */
import type { Flow } from '../../../shared/energy/flows.ts';
import { MINUTES_PER_HOUR } from '../../../shared/time-units.ts';
import { scaleOf } from './compared-columns.ts';
import { findIdentities, type Identity, type NumberColumn } from './identities/index.ts';
import { leavePowerBesideEnergy, meanOfInterval, powerOfPair } from './power-beside-energy.ts';
import type { Series } from './series.ts';
import { countedTogether, countsTogether } from './summed-counters.ts';

export interface Repeated {
  readonly series: readonly Series[];
  /** What was left out, and why. */
  readonly out: readonly { readonly series: Series; readonly why: string }[];
}

/** More columns are not compared with one another: the time for it grows with their square. */
const MAX_COMPARED = 60;
const ROWS_COMPARED = 600;

/**
 * @param series in the file's order
 * @param context factor of the meter, where the file names one, and minutes from a row to the next
 */
export function identitiesAmong(
  series: readonly Series[],
  { factor, step }: { readonly factor: number | undefined; readonly step: number | undefined },
): Identity[] {
  if (series.length < 2 || series.length > MAX_COMPARED) return [];
  const columns = series.map(({ evidence, unit, role }, id): NumberColumn => {
    const scale = scaleOf({ unit });
    return {
      id,
      values: evidence.values.slice(0, ROWS_COMPARED).map((value) => value * scale),
      resolution: scale * 10 ** -evidence.decimals,
      ...(role === 'power' ? { power: true as const } : {}),
    };
  });
  return findIdentities(columns, { factor, hours: step === undefined ? undefined : step / MINUTES_PER_HOUR });
}

export function withoutRepeats(
  series: readonly Series[],
  identities: readonly Identity[],
  step: number | undefined,
): Repeated {
  const out = new Map<Series, string>();
  const at = (id: number) => series[id];
  const leave = (one: Series | undefined, why: string) => {
    if (one && one.look.given === undefined && !out.has(one)) out.set(one, why);
  };
  const stands = new Set<Series>();
  const leaveOneOf = (counter: Series, energy: Series) => {
    if (out.has(counter) || out.has(energy)) return;
    if (energy.role === 'power') leave(energy, `power beside its own counter, "${counter.look.profile.name}"`);
    else if (isUnsaid(counter) && isUnsaid(energy) && counter.unit === energy.unit && isWorkedOut(energy, counter)) {
      stands.add(counter);
      leave(energy, `it is worked out from the stands of "${counter.look.profile.name}": each from the one before`);
    } else leave(counter, `it counts "${energy.look.profile.name}", which stands beside it`);
  };
  for (const identity of identities) {
    switch (identity.kind) {
      case 'increments': {
        const [counter, energy] = [at(identity.counter), at(identity.energy)];
        if (counter && energy && counter.role === 'register' && sameKind(counter, energy)) leaveOneOf(counter, energy);
        break;
      }
      case 'same-steps': {
        const [first, second] = [at(identity.first), at(identity.second)];
        if (!first || !second || first.role !== 'register' || second.role !== 'register') break;
        if (out.has(first) || out.has(second)) break;
        const restarts = first.evidence.growth.down > second.evidence.growth.down ? first : second;
        const other = restarts === first ? second : first;
        // Two meters may count alike; a counter that starts again beside one that goes on is the same meter's.
        const alike = sameKind(first, second) && !areTwoFlows(first, second);
        if (alike && restarts.evidence.growth.drops > other.evidence.growth.drops)
          leave(restarts, `it counts the same as "${other.look.profile.name}", and starts again`);
        break;
      }
      case 'proportional': {
        const [first, second] = [at(identity.first), at(identity.second)];
        if (!first || !second || out.has(first) || out.has(second)) break;
        const power = first.role === 'power' ? first : second;
        const other = power === first ? second : first;
        const mean = meanOfInterval(first, second, identity.factor, step);
        if (mean) {
          leave(mean, `the mean power of "${(mean === first ? second : first).look.profile.name}"`);
          break;
        }
        const named = powerOfPair(first, second);
        if (named && identity.factor !== 1) leave(named, 'power beside its own energy, as its name says');
        else if (power.role === 'power' && other.role !== 'power')
          leave(power, `power beside its own energy, "${other.look.profile.name}"`);
        else if (identity.factor === 1 && isNamedAlike(first, second) && sameKind(first, second))
          leave(second, `it holds the values of "${first.look.profile.name}"`);
        else if (identity.factor === 1 && isCopy(first, second)) {
          const copy = isNamed(second) || !isNamed(first) ? second : first;
          leave(copy, `it holds the values of "${(copy === first ? second : first).look.profile.name}"`);
        }
        break;
      }
      case 'linear': {
        const terms = identity.terms.map(({ id, sign }) => ({ series: at(id), sign }));
        const net = netAmong(terms);
        if (net) leave(net, 'the difference of what comes in and goes out, which stand beside it');
        const both = sumOfDirections(terms);
        if (both) leave(both, 'the sum of what comes in and goes out, which stand beside it');
        break;
      }
    }
  }
  for (const [counter, energy] of shortCounters(series)) leaveOneOf(counter, energy);
  const flows = new Map<Series, Flow>();
  for (const [register, energy] of countedTogether(series)) {
    leave(register, `with its others it counts "${energy.look.profile.name}", which stands beside it`);
    if (energy.look.given === undefined) flows.set(energy, register.flow.flow);
  }
  for (const [register, energy] of countsTogether(series.filter((one) => !out.has(one))))
    leave(register, `it counts "${energy.look.profile.name}" and its others, which stand beside it`);
  leavePowerBesideEnergy(series, out, step);
  for (const [one, why] of derived(series.filter((each) => !out.has(each)))) leave(one, why);
  return {
    series: series
      .filter((each) => !out.has(each))
      .map((each) => (stands.has(each) ? { ...each, role: 'register' as const, grows: false } : each))
      .map((each) => ofFlow(each, flows.get(each))),
    out: [...out].map(([one, why]) => ({ series: one, why })),
  };
}

/** So many different numbers of so many digits are not the same in two columns by chance. */
const DISTINCT_OF_A_COPY = 24;
const STEPS_OF_A_COPY = 100;

/** `Demand` and `Demand (adjusted)`: the same numbers, of the same flow or under a name that says none. */
function isCopy(first: Series, second: Series): boolean {
  const { distinct, max, decimals } = first.evidence;
  const tells = distinct >= DISTINCT_OF_A_COPY && max * 10 ** decimals >= STEPS_OF_A_COPY;
  const phases = [first, second].some(({ look }) => look.meaning.phase !== undefined);
  const [names, others] = [first.look.meaning.names, second.look.meaning.names];
  // Two flats may use the same, and are two.
  const alike = names.every((name) => others.includes(name)) || others.every((name) => names.includes(name));
  const flows = first.flow.flow === second.flow.flow || isNamed(first) || isNamed(second);
  return tells && !phases && alike && flows && first.role === second.role;
}

function isNamed({ flow: { certainty } }: Series): boolean {
  return certainty === 'named';
}

/** Two phases may show the same, and are two. */
function isNamedAlike(a: Series, b: Series): boolean {
  return a.look.meaning.tag === b.look.meaning.tag && a.look.meaning.phase === b.look.meaning.phase;
}

function isUnsaid({ look }: Series): boolean {
  return look.given === undefined;
}

/** Rows that are too few for an identity, and enough where every one of them holds. */
const FEW_ROWS = 5;

/** Counters beside their steps in a short file: every step holds, and no two are alike. */
function* shortCounters(series: readonly Series[]): Generator<readonly [Series, Series]> {
  for (const counter of series) {
    const { values, decimals } = counter.evidence;
    const { up, down } = counter.evidence.growth;
    if ((counter.role !== 'register' && (down > 0 || up < FEW_ROWS)) || values.length > ROWS_COMPARED) continue;
    const slack = 2.01 * 10 ** -decimals;
    for (const energy of series) {
      const tells = energy.evidence.distinct >= FEW_ROWS || sameNumber(counter, energy);
      // A stand whose unit nobody says is in that of the energies that it counts.
      const otherUnit = counter.unit !== undefined && energy.unit !== counter.unit;
      if (energy === counter || !tells || energy.evidence.max <= slack || otherUnit) continue;
      for (const shift of [0, -1]) {
        let [rows, holds] = [0, 0];
        for (let row = 1; row < values.length; row += 1) {
          const step = (values[row] ?? Number.NaN) - (values[row - 1] ?? Number.NaN);
          const value = energy.evidence.values[row + shift] ?? Number.NaN;
          if (Number.isNaN(step + value)) continue;
          rows += 1;
          if (Math.abs(step - value) <= slack) holds += 1;
        }
        if (rows >= FEW_ROWS && holds === rows) yield [counter, energy];
      }
    }
  }
}

/**
 * Beside the first stand there is none before it: then the energy of a row is that up to its stand, and not from there
 * on.
 */
function isWorkedOut({ evidence: energy }: Series, { evidence: counter }: Series): boolean {
  const first = counter.values.findIndex((value) => !Number.isNaN(value));
  const [after = Number.NaN, before = Number.NaN] = [counter.values[first + 1], counter.values[first]];
  const slack = 2.01 * 10 ** -Math.min(counter.decimals, energy.decimals);
  return (
    Number.isNaN(energy.values[first] ?? Number.NaN) &&
    Math.abs(after - before - (energy.values[first + 1] ?? Number.NaN)) <= slack
  );
}

/** `reading3` and `usage3`: they belong together by their names, so that a use that is always the same tells enough. */
function sameNumber(a: Series, b: Series): boolean {
  const numberOf = ({ look }: Series) => /^\D+(\d+)$/.exec(look.meaning.tag)?.[1];
  return numberOf(a) !== undefined && numberOf(a) === numberOf(b);
}

/** Words may call one of two columns that count the same a consumption and say nothing of the other. */
function sameKind(a: Series, b: Series): boolean {
  const vague = ({ flow: { certainty } }: Series) =>
    certainty === 'bare' || certainty === 'silent' || certainty === 'generic';
  return a.flow.flow === b.flow.flow || vague(a) || vague(b);
}

/** What is made and what of it is given away are alike while nobody uses anything. */
function areTwoFlows({ flow: a }: Series, { flow: b }: Series): boolean {
  const saidBy = ({ certainty }: Series['flow']) => certainty === 'certain' || certainty === 'generic';
  return a.flow !== b.flow && saidBy(a) && saidBy(b) && (a.flow === 'production' || b.flow === 'production');
}

function ofFlow(series: Series, flow: Flow | undefined): Series {
  return flow === undefined ? series : { ...series, flow: { ...series.flow, flow } };
}

/** In `total = import + export` a meter adds up what went through it, whichever way. */
function sumOfDirections(terms: readonly { series: Series | undefined; sign: 1 | -1 }[]): Series | undefined {
  const apart = (of: 1 | -1) => terms.filter(({ sign }) => sign === of).flatMap(({ series }) => series ?? []);
  const [total, parts] = apart(1).length === 1 ? [apart(1)[0], apart(-1)] : [apart(-1)[0], apart(1)];
  const isOf = (flow: Flow) => parts.filter((one) => one.flow.flow === flow).length;
  const isWhole = total?.flow.flow === 'consumption' || total?.flow.flow === 'submeter';
  return isWhole && parts.length === 2 && isOf('import') === 1 && isOf('export') === 1 ? total : undefined;
}

/** In `total = high + low - returned` a total that says no more is the net of the others. */
function netAmong(terms: readonly { series: Series | undefined; sign: 1 | -1 }[]): Series | undefined {
  const isIn = (flow: Flow) => flow === 'import' || flow === 'consumption';
  const outs = terms.filter(({ series }) => series?.flow.flow === 'export');
  const ins = terms.filter(({ series }) => series !== undefined && isIn(series.flow.flow));
  const [out] = outs;
  if (!out || outs.some(({ sign }) => sign !== out.sign) || outs.length + ins.length < terms.length) return undefined;
  const same = ins.filter(({ sign }) => sign === out.sign);
  const [total] = same;
  return total?.series?.flow.certainty === 'bare' && same.length === 1 && ins.length > 1 ? total.series : undefined;
}

/** What is worked out from others that stand beside it, and is no energy of its own. */
function* derived(series: readonly Series[]): Generator<readonly [Series, string]> {
  const has = (flow: Flow) => series.some((each) => each.flow.flow === flow);
  for (const each of series) {
    if (each.flow.flow === 'net' && has('import') && has('export'))
      yield [each, 'the difference of import and export, which stand beside it'];
    const replacing = series.find((other) => other !== each && replaces(other, each));
    if (replacing) yield [each, `"${replacing.look.profile.name}" is the same energy, as it came to be`];
    const balanced = series.find((other) => other !== each && isBalanced(each, other));
    if (balanced)
      yield [
        each,
        `"${balanced.look.profile.name}" is the same energy, balanced within the hour, which is what is billed`,
      ];
  }
}

/** Of the rows in which one of two views of an energy shows something, in so many both do. */
const OF_BOTH = 0.5;

/**
 * Whether one column is the energy of which another is a view, such as `Actual` and `Plan`. Where each shows something
 * in rows in which the other does not, what is estimated and what is measured add up.
 */
function replaces(final: Series, view: Series): boolean {
  const isView = ({ look }: Series) => look.meaning.concepts.has('provisional');
  const same =
    final.flow.flow === view.flow.flow && final.role === view.role && final.look.meaning.tag === view.look.meaning.tag;
  if (!same || !isView(view) || isView(final) || view.role === 'register') return false;
  const pairs = [...view.evidence.values.keys()]
    .map((row) => [view.evidence.values[row] ?? Number.NaN, final.evidence.values[row] ?? Number.NaN] as const)
    .filter(([own, other]) => own > 0 || other > 0);
  const shown = pairs.filter(([own, other]) => own > 0 && other > 0);
  return shown.length > 0 && shown.length >= OF_BOTH * pairs.length;
}

/** Whether the other is the same, after the directions of an hour were set off against each other. */
function isBalanced(before: Series, after: Series): boolean {
  const [own, others] = [before, after].map(({ look }) => look.meaning.concepts);
  const says =
    (own?.has('before_balancing') && !others?.has('before_balancing')) ||
    (!own?.has('after_balancing') && others?.has('after_balancing'));
  return says === true && after.flow.flow === before.flow.flow && after.look.meaning.tag === before.look.meaning.tag;
}
