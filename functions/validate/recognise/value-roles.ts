/** Whether a column of numbers is energy, power or the stands of a register. */
import { isPower } from '../../../shared/readings/layout.ts';
import { unitOf } from '../../../shared/readings/units.ts';
import { countingOf, type Evidence, SIZE_OF_A_STAND, UPS_TO_A_JITTER } from './evidence.ts';
import { isPowerByName, type Look } from './looks.ts';
import type { Series } from './series.ts';
import { meaningOf } from './words/meaning.ts';

export function roleOf(
  { given, unit, unitElsewhere, meaning, profile }: Look,
  evidence: Evidence,
  usage: boolean,
): Pick<Series, 'role' | 'grows'> {
  const sure = (role: Series['role']) => ({ role, grows: false });
  switch (given?.role) {
    case 'register':
    case 'power':
    case 'energy':
      return sure(given.role === 'energy' && unit && isPower(unit) ? 'power' : given.role);
    case 'total':
      return sure('energy');
    default:
  }
  const inCells = unitOf(profile.word ?? '');
  if ((unit && isPower(unit)) || (unitElsewhere && inCells && isPower(inCells))) return sure('power');
  const { concepts, code } = meaning;
  // A column of power beside energies, whose unit nobody says.
  if (unit === undefined && !unitElsewhere && isPowerByName(meaning)) return sure('power');
  const named = concepts.has('register') || concepts.has('today') || code?.holds === 'register';
  switch (countingOf(evidence)) {
    case 'stands':
    case 'restarts':
      return sure('register');
    case 'varies':
      // The counter of a day, which is worked out from others that are rounded, falls a little now and then.
      if (concepts.has('today') && evidence.growth.up >= UPS_TO_A_JITTER * evidence.growth.down)
        return sure('register');
      // A name that says stands counts where the numbers are too few to show it, and never fall but for a new meter.
      return sure(named && isNoneButAChange(evidence) ? 'register' : 'energy');
    case 'unknown':
      return sure(named ? 'register' : 'energy');
    case 'grows':
      if (named || concepts.has('total')) return sure('register');
      // A name or a line above that says usage or yield is one of energies.
      return {
        role: usage || concepts.has('consumption') || concepts.has('production') ? 'energy' : 'register',
        grows: true,
      };
  }
}

function isNoneButAChange({ growth: { up, down, drops } }: Evidence): boolean {
  return up > down && down <= 1 && drops === down;
}

const conceptsAbove = (preamble: readonly string[]) =>
  preamble.flatMap((line) => line.split(/[;,\t|]/)).map((cell) => meaningOf(cell).concepts);

/** Whether the lines before the table say usage, and none says that meters were read. */
export function saysUsage(preamble: readonly string[]): boolean {
  const cells = conceptsAbove(preamble);
  return (
    cells.some((found) => found.has('consumption') || found.has('production')) &&
    !cells.some((found) => found.has('register'))
  );
}

/** Whether they say that meters were read, and none says usage. */
export function saysStands(preamble: readonly string[]): boolean {
  const cells = conceptsAbove(preamble);
  return cells.some((found) => found.has('register')) && !cells.some((found) => found.has('consumption'));
}

/** No energy but a stand is the same in so many rows, whatever the sun and the house do. */
const ROWS_OF_A_STAND = 24;

/** It never falls, and all that it rises is little beside its stand: a machine that runs now and then. */
const LITTLE = 0.1;

function hardlyMoves({ growth, min, max }: Evidence): boolean {
  return growth.down === 0 && min > 0 && max - min <= LITTLE * min;
}

/** A part of a site uses in no interval so many times what the site does in one. */
const SIZE_OF_A_PART = 100;

/** One number to its last decimal, in so many rows: no interval's energy is like that. */
const ROWS_OF_ONE_NUMBER = 4;

/**
 * A few rows in which one column always shows the same number with decimals, and the others never fall: they may be the
 * stands of meters, which is asked. So may several that all grow.
 * @param said a line above the table says that they are stands
 */
function standsOfAFewRows(series: readonly Series[], said: boolean): readonly Series[] {
  const energies = series.filter(({ role, look }) => role !== 'power' && look.given === undefined);
  const isOneNumber = ({ evidence }: Series) =>
    evidence.count >= ROWS_OF_ONE_NUMBER && evidence.distinct === 1 && evidence.decimals > 1 && evidence.max > 0;
  const growing = ({ evidence: { growth } }: Series) => growth.down === 0 && growth.up > 1;
  const known = energies.some(({ role }) => role === 'register');
  if (known || !energies.some(growing) || !energies.every((one) => isOneNumber(one) || growing(one))) return series;
  if (!energies.some(isOneNumber) && !growTogether(energies)) return series;
  return series.map((one) =>
    energies.includes(one) ? { ...one, role: 'register', grows: growing(one) && !said } : one,
  );
}

/** Meters of one house, none of which ever falls: of energies some would. */
const METERS_TOGETHER = 3;
const STEPS_TOGETHER = 12;
/** Whoever reads meters by hand does so now and then; longer tables are told by their own numbers. */
const READ_BY_HAND = 24;

function growTogether(energies: readonly Series[]): boolean {
  const steps = energies.reduce((sum, { evidence: { growth } }) => sum + growth.up, 0);
  return (
    energies.length >= METERS_TOGETHER &&
    steps >= STEPS_TOGETHER &&
    energies.every(({ evidence: { growth, count }, look: { meaning } }) => {
      const usage = meaning.concepts.has('consumption') || meaning.concepts.has('production');
      return count <= READ_BY_HAND && growth.size >= SIZE_OF_A_STAND && !usage;
    })
  );
}

/**
 * A register whose meter stands still beside others that count: a tariff that is not used, a direction that is not.
 * @param said a line above the table says that the file is one of stands
 */
export function withStill(series: readonly Series[], said: boolean): Series[] {
  return standsOfAFewRows(series, said).map((one) => {
    const { evidence, role, look } = one;
    if (role !== 'energy' || look.given || !hardlyMoves(evidence)) return one;
    const isBeside = (other: Series) =>
      other.role === 'register' &&
      other.unit === one.unit &&
      (other.flow.flow === one.flow.flow
        ? evidence.max >= 10 * other.evidence.growth.step
        : evidence.count >= ROWS_OF_A_STAND &&
          // What an appliance always draws is little beside the whole; the stand of its meter is not.
          (one.flow.flow !== 'submeter' || evidence.min >= SIZE_OF_A_PART * other.evidence.growth.step));
    return series.some(isBeside) ? { ...one, role: 'register' } : one;
  });
}
