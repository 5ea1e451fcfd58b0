/** A power beside the energy that it gives: it would count the same energy again. */
import type { Flow } from '../../../shared/energy/flows.ts';
import { isPower } from '../../../shared/readings/layout.ts';
import { MINUTES_PER_HOUR } from '../../../shared/time-units.ts';
import { scaleOf } from './compared-columns.ts';
import type { Series } from './series.ts';

/** In half hours a power in watts is twice the watt-hours, whichever unit the file says of both. */
export function meanOfInterval(
  first: Series,
  second: Series,
  factor: number,
  step: number | undefined,
): Series | undefined {
  if (step === undefined || step === MINUTES_PER_HOUR || first.role !== 'energy' || second.role !== 'energy')
    return undefined;
  const isDemand = ({ look }: Series) => WANTED_NOW.test(look.meaning.text);
  const perHour = MINUTES_PER_HOUR / step;
  const isMean = (one: Series, times: number) => Math.abs(times - perHour) < 1e-6 && isDemand(one);
  return isMean(second, factor) ? second : isMean(first, 1 / factor) ? first : undefined;
}
const WANTED_NOW = /demand|power|load|watt|leistung|puissance|potencia|potenza|vermogen/i;

/** `grid_feed_in` beside `grid_feed_in_energy`, whose unit a person said of both: the first is the power. */
export function powerOfPair(first: Series, second: Series): Series | undefined {
  const plain = ({ look }: Series) => look.meaning.text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const unsaid = [first, second].every(({ look }) => look.meaning.unit === undefined);
  return [first, second].find((one, at) => unsaid && plain(at === 0 ? second : first) === `${plain(one)}energy`);
}

/** A power whose sign says its direction is that of two energies. */
const DIRECTIONS: Partial<Record<Flow, readonly [Flow, Flow]>> = {
  battery: ['charge', 'discharge'],
  net: ['import', 'export'],
};

/** Without rows enough to compare: power of a flow that has its energy counts it again. */
export function leavePowerBesideEnergy(
  series: readonly Series[],
  out: Map<Series, string>,
  step: number | undefined,
): void {
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
