/** The flow of each series of a file whose records say it: by a column of directions, or by names such as Netzbezug. */
import type { Flow } from '../../../../shared/energy/flows.ts';
import { ownValue } from '../../../../shared/own-value.ts';
import { flowOfDirection } from './flow-of-words.ts';
import { meaningOf } from './meaning.ts';
import { namesDeliveryPoint, siteFlows } from './site-flows.ts';

export interface SeriesText {
  /** As the records name it; what a column adds is said by the column's flow. */
  readonly name: string;
  /** What a column of directions says; null where there is none. */
  readonly direction: string | null;
  /** The flow of the column that the values stand in. */
  readonly column: Flow | undefined;
  /** It is the name of a tenant, a company, a street: its words say nothing of a flow. */
  readonly ofPeople?: boolean;
}

export interface SeriesFlow {
  readonly flow: Flow;
  readonly why: string;
}

/** Why, where a series' name says nothing. */
export const COLUMN_OF_VALUES = 'the column of its values';

/** @returns whether a cell says where energy goes */
export function isDirection(text: string): boolean {
  return flowOfDirection(text) !== undefined;
}

/**
 * @param series all of one site, so that a circuit is distinguished from the whole house by what stands beside it
 * @param headings of the file's columns, which may name a point of delivery
 * @param given flows that a person gave for cells
 * @returns a flow for each, in their order
 */
export function flowsOfSeries(
  series: readonly SeriesText[],
  headings: readonly string[],
  given: Readonly<Record<string, Flow>> = {},
): SeriesFlow[] {
  const directions = [...new Set(series.flatMap(({ direction }) => direction ?? []))];
  const names = [...new Set(series.flatMap(({ name, ofPeople }) => (ofPeople ? [] : name)))];
  const deliveryPoint = [...names, ...headings].some(namesDeliveryPoint);
  const byDirection = siteFlows(directions, { deliveryPoint, producer: false, directions: true }, flowOfDirection);
  const byName = siteFlows(names, { deliveryPoint, producer: false });
  const said = [...byName.values(), ...byDirection.values()].map(({ flow }) => flow);
  const fedIn = said.includes('export') && !said.includes('production') && !said.includes('import');
  const isRegisterBeside = (text: string, flow: Flow) =>
    flow === 'consumption' &&
    said.includes('import') &&
    said.includes('export') &&
    meaningOf(text).concepts.has('tariff');
  const partsBeside = series.some(({ column }) => column === 'submeter');
  const wholes = names.filter(
    (name) => byName.get(name)?.flow === 'consumption' && meaningOf(name).concepts.has('total'),
  );
  return series.map(({ name, direction, column }) => {
    const byPerson = (direction === null ? undefined : ownValue(given, direction)) ?? ownValue(given, name);
    if (byPerson) return { flow: byPerson, why: 'given' };
    const directed = direction === null ? undefined : byDirection.get(direction);
    if (directed && isRegisterBeside(direction ?? '', directed.flow))
      return { flow: 'import', why: `${directed.why}; a register beside those of the import` };
    if (directed) return { flow: directed.flow, why: directed.why };
    const usual = column ?? 'consumption';
    if (!names.includes(name)) return { flow: usual, why: COLUMN_OF_VALUES };
    const named = byName.get(name);
    const isRegister = !named && meaningOf(name).concepts.has('tariff');
    if (isRegister && usual === 'consumption' && fedIn)
      return { flow: 'import', why: `"${name}" is a register, and feed-in stands beside it` };
    const [whole, ...others] = wholes;
    if (whole !== undefined && others.length === 0 && name !== whole && named?.flow === 'consumption')
      return { flow: 'submeter', why: `"${whole}" is the whole` };
    // What a column's heading says for sure is said of all its values; a name says more than "consumption" does.
    const bare = named?.certainty === 'bare' && named.flow === 'consumption';
    const isWhole = names.length > 1 && meaningOf(name).concepts.has('total');
    if (named && bare && isWhole && usual === 'consumption') return { flow: usual, why: named.why };
    if (!named || bare || usual !== 'consumption') return { flow: usual, why: COLUMN_OF_VALUES };
    // Beside columns of parts, the names are those of whole meters.
    if (named.certainty === 'named' && partsBeside) return { flow: usual, why: COLUMN_OF_VALUES };
    if (named.certainty === 'named') {
      return names.length > 1 ? { flow: 'submeter', why: named.why } : { flow: usual, why: 'the only series' };
    }
    return { flow: named.flow, why: named.why };
  });
}
