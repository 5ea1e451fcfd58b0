/**
 * Columns that say an energy once more: a counter beside its steps, power beside energy, parts beside their sum, a net.
 */
import type { Flow } from '../../../shared/energy/flows.ts';
import { isPower } from '../../../shared/readings/layout.ts';
import { MINUTES_PER_HOUR } from '../../../shared/time-units.ts';
import { scaleOf } from './compared-columns.ts';
import { findIdentities, type Identity, type NumberColumn } from './identities/index.ts';
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

/** In half hours a power in watts is twice the watt-hours, whichever unit the file says of both. */
function meanOfInterval(first: Series, second: Series, factor: number, step: number | undefined): Series | undefined {
  if (step === undefined || step === MINUTES_PER_HOUR || first.role !== 'energy' || second.role !== 'energy')
    return undefined;
  const isDemand = ({ look }: Series) => WANTED_NOW.test(look.meaning.text);
  const perHour = MINUTES_PER_HOUR / step;
  const isMean = (one: Series, times: number) => Math.abs(times - perHour) < 1e-6 && isDemand(one);
  return isMean(second, factor) ? second : isMean(first, 1 / factor) ? first : undefined;
}
const WANTED_NOW = /demand|power|load|watt|leistung|puissance|potencia|potenza|vermogen/i;

/** `grid_feed_in` beside `grid_feed_in_energy`, whose unit a person said of both: the first is the power. */
function powerOfPair(first: Series, second: Series): Series | undefined {
  const plain = ({ look }: Series) => look.meaning.text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const unsaid = [first, second].every(({ look }) => look.meaning.unit === undefined);
  return [first, second].find((one, at) => unsaid && plain(at === 0 ? second : first) === `${plain(one)}energy`);
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

/** A power whose sign says its direction is that of two energies. */
const DIRECTIONS: Partial<Record<Flow, readonly [Flow, Flow]>> = {
  battery: ['charge', 'discharge'],
  net: ['import', 'export'],
};

/** Without rows enough to compare: power of a flow that has its energy counts it again. */
function leavePowerBesideEnergy(series: readonly Series[], out: Map<Series, string>, step: number | undefined): void {
  const energies = series.filter(
    (one) =>
      !out.has(one) &&
      (one.role === 'register' || (one.role === 'energy' && (one.unit !== undefined || one.look.unitElsewhere))),
  );
  for (const power of series) {
    // Of a power without a unit its name says it.
    const isOne = power.role === 'power' && (power.unit === undefined || isPower(power.unit));
    if (!isOne || power.look.given || out.has(power)) continue;
    const { flow, certainty } = power.flow;
    const own = energies.find(
      (energy) =>
        (energy.flow.flow === flow && energy.look.meaning.names.join() === power.look.meaning.names.join()) ||
        (certainty === 'named' && (isOfDevice(power, energy) || isOfMeter(power, energy))) ||
        (flow === 'consumption' && certainty !== 'certain' && !isPartOf(energy, power, step)) ||
        (energy.flow.flow === DIRECTIONS[flow]?.[0] &&
          energies.some((other) => other.flow.flow === DIRECTIONS[flow]?.[1])),
    );
    if (own)
      out.set(
        power,
        `power beside a column of energy, "${own.look.profile.name}": it would count the same energy again`,
      );
  }
}

/** A part of what the power is of is clearly less: then the energy of the whole stands nowhere else. */
function isPartOf(energy: Series, power: Series, step: number | undefined): boolean {
  if (energy.flow.flow !== 'submeter' || energy.role !== 'energy' || step === undefined) return false;
  const hours = step / MINUTES_PER_HOUR;
  const sum = (one: Series, scale: number) =>
    scale * scaleOf(one) * one.evidence.values.reduce((all, value) => all + (Number.isNaN(value) ? 0 : value), 0);
  return sum(power, hours) > CLEARLY_MORE * sum(energy, 1);
}
const CLEARLY_MORE = 1.2;

/** The power's name holds all that the energy's names: `SN 2001 Power` beside `SN 2001 Total yield`. */
function isOfDevice(power: Series, energy: Series): boolean {
  const [device, own] = [energy, power].map(({ look }) => look.meaning.tag.split(' '));
  return energy.look.meaning.names.length > 0 && (device ?? []).every((word) => own?.includes(word));
}

/** `Main Active Power Total` beside `Main Active Energy Delivered`: the names of the power are those of a meter. */
function isOfMeter({ look: power }: Series, { look: energy }: Series): boolean {
  const { names } = power.meaning;
  return names.length > 0 && names.every((name) => energy.meaning.names.includes(name));
}

/** What is worked out from others that stand beside it, and is no energy of its own. */
function* derived(series: readonly Series[]): Generator<readonly [Series, string]> {
  const has = (flow: Flow) => series.some((each) => each.flow.flow === flow);
  for (const each of series) {
    if (each.flow.flow === 'net' && has('import') && has('export'))
      yield [each, 'the difference of import and export, which stand beside it'];
    const balanced = series.find((other) => other !== each && isBalanced(each, other));
    if (balanced)
      yield [
        each,
        `"${balanced.look.profile.name}" is the same energy, balanced within the hour, which is what is billed`,
      ];
  }
}

/** Whether the other is the same, after the directions of an hour were set off against each other. */
function isBalanced(before: Series, after: Series): boolean {
  const [own, others] = [before, after].map(({ look }) => look.meaning.concepts);
  const says =
    (own?.has('before_balancing') && !others?.has('before_balancing')) ||
    (!own?.has('after_balancing') && others?.has('after_balancing'));
  return says === true && after.flow.flow === before.flow.flow && after.look.meaning.tag === before.look.meaning.tag;
}
