/**
 * Columns that each name both ends of a way, `PV to battery`: together they are the balance of a site, and one of them
 * counts in the term of either end.
 */
import type { TermFlow } from '../../../shared/energy/flows.ts';
import type { Look } from './looks.ts';
import { flowOf } from './words/flow-of-words.ts';
import type { Meaning, Place } from './words/meaning.ts';

/** What leaves a place; nothing is said of what leaves the house. */
const LEAVES = { grid: 'import', solar: 'production', battery: 'discharge', home: undefined } as const satisfies Record<
  Place,
  TermFlow | undefined
>;
/** What reaches a place; what the house uses follows from the others. */
const REACHES = { grid: 'export', battery: 'charge', solar: undefined, home: undefined } as const satisfies Record<
  Place,
  TermFlow | undefined
>;

export interface Route {
  readonly look: Look;
  readonly flows: readonly TermFlow[];
}

/**
 * @param looks all columns that may be energies
 * @returns the ways, where they tell the whole balance: something reaches the house from each place that anything
 * leaves, what a battery gives also reaches it, and no other column says a term of the balance once more
 */
export function routesAmong(looks: readonly Look[]): readonly Route[] {
  const routes = looks.flatMap((look): Route[] => {
    const { from, to } = look.meaning;
    if (look.given !== undefined || from === undefined || to === undefined || from === to) return [];
    const flows = [LEAVES[from], REACHES[to]].filter((flow) => flow !== undefined);
    return flows.length > 0 ? [{ look, flows }] : [];
  });
  const ends = ({ look: { meaning } }: Route) => `${meaning.from} ${meaning.to}`;
  const known = new Set(routes.map(ends));
  const isWhole =
    routes.length > 2 &&
    known.size === routes.length &&
    routes.every(({ look }) => known.has(`${look.meaning.from} home`)) &&
    routes.some(({ look }) => look.meaning.from === 'battery') ===
      routes.some(({ look }) => look.meaning.to === 'battery');
  const routed = new Set(routes.map(({ look }) => look));
  const others = looks.filter((look) => !routed.has(look));
  return isWhole && !others.some(({ meaning }) => saysTerm(meaning)) ? routes : [];
}

function saysTerm(meaning: Meaning): boolean {
  const flow = flowOf(meaning)?.flow;
  return flow !== undefined && flow !== 'submeter' && flow !== 'consumption';
}
