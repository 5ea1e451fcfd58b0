/**
 * Columns that each name both ends of a way, `PV to battery`: together they are the balance of a site, and one of them
 * counts in the term of either end.
 */
import type { TermFlow } from '../../../shared/energy/flows.ts';
import type { LayoutSettings, Unit } from '../../../shared/readings/layout.ts';
import { listed } from '../../../shared/text/listed.ts';
import type { Evidence } from './evidence.ts';
import type { Look } from './looks.ts';
import { type Question, question } from './question.ts';
import { flowOf } from './words/flow-of-words.ts';
import { type Meaning, PLACES, type Place } from './words/meaning.ts';

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

export interface Routes {
  readonly routes: readonly Route[];
  /** Columns that say once more what ways show together, or nothing at all. */
  readonly repeated: readonly { readonly look: Look; readonly why: string }[];
}

const NONE: Routes = { routes: [], repeated: [] };

/**
 * @param looks all columns that may be energies
 * @returns the ways, where they tell the whole balance: something reaches the house from each place that anything
 * leaves, what a battery gives also reaches it, and no other column says more of the balance than they do
 */
export function routesAmong(looks: readonly Look[], evidenceOf: (look: Look) => Evidence): Routes {
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
  if (!isWhole) return NONE;
  const routed = new Set(routes.map(({ look }) => look));
  const others = looks.filter((look) => !routed.has(look) && saysTerm(look.meaning));
  const repeated = others.flatMap((look) => {
    const why = look.given === undefined ? repeatedBy(evidenceOf(look), routes, evidenceOf) : undefined;
    return why === undefined ? [] : [{ look, why }];
  });
  return repeated.length === others.length ? { routes, repeated } : NONE;
}

const WATT_HOURS_FROM = 100;

/** @returns asks for the unit of the ways, whose balance no column says in another one */
export function unitOfRoutes(
  routes: readonly Route[],
  evidenceOf: (look: Look) => Evidence,
  settings: LayoutSettings,
): Question | undefined {
  const open = routes.map(({ look }) => look).filter(({ unit, unitElsewhere }) => unit === undefined && !unitElsewhere);
  if (open.length === 0) return undefined;
  const numbers = open.map(evidenceOf);
  const small = numbers.some(({ whole }) => !whole) || Math.max(...numbers.map(({ max }) => max)) < WATT_HOURS_FROM;
  const units: readonly Unit[] = small ? ['kWh', 'Wh', 'kW', 'W'] : ['Wh', 'kWh', 'W', 'kW'];
  const names = open.map(({ profile }) => `"${profile.name}"`);
  return question(
    'UNIT_UNKNOWN',
    `Nothing says in which unit the values of ${listed(names, NAMED)} are.`,
    units.map((unit) => ({ means: `all of them in ${unit}`, setting: { unit } })),
    settings,
  );
}

const NAMED = 8;

/** Of the rows so many must agree. */
const MOST = 0.95;
const ROUNDING = 0.01;

/** @returns why a column says no more than the ways: it shows nothing, or what all from or to one place do together */
function repeatedBy(own: Evidence, routes: readonly Route[], evidenceOf: (look: Look) => Evidence): string | undefined {
  if (own.min === 0 && own.max === 0) return 'it shows nothing';
  for (const end of ['from', 'to'] as const) {
    for (const place of PLACES) {
      const parts = routes.filter(({ look }) => look.meaning[end] === place).map(({ look }) => evidenceOf(look));
      if (parts.length > 0 && isSum(own, parts)) return `what all ways ${end} one place show together`;
    }
  }
  return undefined;
}

function isSum(own: Evidence, parts: readonly Evidence[]): boolean {
  const step = 10 ** -Math.max(own.decimals, ...parts.map(({ decimals }) => decimals));
  let [rows, equal] = [0, 0];
  for (const [row, value] of own.values.entries()) {
    if (Number.isNaN(value)) continue;
    const cells = parts.map(({ values }) => values[row] ?? Number.NaN);
    const sum = cells.reduce((all, cell) => all + (Number.isNaN(cell) ? 0 : cell), 0);
    rows += 1;
    if (Math.abs(value - sum) <= ROUNDING * Math.abs(value) + step * parts.length) equal += 1;
  }
  return rows > 0 && equal >= MOST * rows;
}

function saysTerm(meaning: Meaning): boolean {
  const flow = flowOf(meaning)?.flow;
  return flow !== undefined && flow !== 'submeter' && flow !== 'consumption';
}
