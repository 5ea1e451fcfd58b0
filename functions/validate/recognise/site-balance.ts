/**
 * What a balance that holds in every row says of its columns: a device's name in a heading hides what the column is
 * (`XW Pro Grid Power`), and the sum in which it stands shows it.
 */
import type { Flow } from '../../../shared/energy/flows.ts';
import type { Identity } from './identities/index.ts';
import type { Series } from './series.ts';
import type { Meaning } from './words/meaning.ts';

/** Both sides of what is the same energy at a site; the flow that is `whole` is there exactly once. */
const BALANCES = [
  {
    whole: 'consumption',
    uses: ['consumption', 'export', 'charge', 'net', 'battery'],
    sources: ['import', 'production', 'discharge', 'net', 'battery'],
  },
  { whole: 'consumption', uses: ['consumption'], sources: ['import', 'self_used', 'discharge'] },
  { whole: 'production', uses: ['self_used', 'export', 'charge'], sources: ['production'] },
] as const satisfies readonly {
  readonly whole: Flow;
  readonly uses: readonly Flow[];
  readonly sources: readonly Flow[];
}[];

/** More ways to read one sum are not told apart. */
const MOST_WAYS = 256;

interface Term {
  readonly one: Series;
  readonly sign: 1 | -1;
}

/**
 * @param identities among the series, by their positions
 * @returns the series, and those whose names leave it open with the flow that every way to read the sums gives them
 */
export function withSiteBalance(series: readonly Series[], identities: readonly Identity[]): readonly Series[] {
  const sums = identities.flatMap((each) => (each.kind === 'linear' ? [termsOf(each.terms, series)] : []));
  const balances = sums.filter((terms) => terms.some(({ one }) => isOpen(one)) && terms.some(isAnchor));
  if (balances.length === 0) return series;
  const stores = series.some(({ look }) => storesEnergy(look.meaning));
  const possible = new Map(series.map((one) => [one, flowsOf(one, stores)]));
  const told = new Set<Series>();
  // What one sum tells of a column narrows what the next one may be.
  for (let narrows = true; narrows; ) {
    narrows = false;
    for (const terms of balances) {
      const ways = withNightly(waysToRead(terms, possible), terms, series).filter((way) => isUse(way, terms, series));
      if (ways.length === 0) continue;
      for (const [at, { one }] of terms.entries()) {
        const flows = [...new Set(ways.flatMap((way) => way[at] ?? []))];
        narrows ||= flows.length < (possible.get(one)?.length ?? 0);
        possible.set(one, flows);
        told.add(one);
      }
    }
  }
  return series.map((one) => {
    const [flow, ...others] = possible.get(one) ?? [];
    if (flow === undefined || others.length > 0 || !told.has(one) || !isOpen(one)) return one;
    const why = `${one.flow.why}; with the columns beside it the balance of the site holds in every row`;
    return { ...one, flow: { ...one.flow, flow, why, certainty: 'certain', open: false } };
  });
}

/** What leaves the site or its battery is none of its use. */
const NOT_USED: ReadonlySet<Flow> = new Set(['export', 'charge', 'discharge', 'net', 'battery'] as const);

/** A column is the use by a sum only where the sum leaves out nothing that is no use, and where it is above zero. */
function isUse(way: readonly Flow[], terms: readonly Term[], series: readonly Series[]): boolean {
  const use = terms.find(({ one }, at) => way[at] === 'consumption' && isOpen(one))?.one;
  if (!use) return true;
  const left = series.filter((one) => !isOpen(one) && terms.every((term) => term.one !== one));
  const varies = ({ evidence: { max, min } }: Series) => max > min;
  const isWhole = way.includes('self_used') || !left.some((one) => NOT_USED.has(one.flow.flow) && varies(one));
  return isWhole && use.evidence.negative <= FEW_BELOW * use.evidence.count;
}
const FEW_BELOW = 0.02;

/** Rows without sun in which a column shows something are enough. */
const NIGHTLY = 3;

/**
 * A production and a discharge that are there already, and what goes on by night, leave one way to read a sum: no
 * second plant works in the dark.
 */
function withNightly(ways: readonly Flow[][], terms: readonly Term[], series: readonly Series[]): readonly Flow[][] {
  const once = ways.filter((way) => new Set(way).size === way.length);
  const open = terms.filter(({ one }) => isOpen(one));
  const made = series.filter(({ flow: { flow } }) => flow === 'production');
  if (once.length === 0 || once.length === ways.length || made.length === 0) return ways;
  const dark = [...(made[0]?.evidence.values.keys() ?? [])].filter((row) =>
    made.every(({ evidence }) => evidence.values[row] === 0),
  );
  const nightly = open.every(({ one }) => dark.filter((row) => (one.evidence.values[row] ?? 0) > 0).length >= NIGHTLY);
  return nightly ? once : ways;
}

function termsOf(terms: readonly { readonly id: number; readonly sign: 1 | -1 }[], series: readonly Series[]): Term[] {
  return terms.flatMap(({ id, sign }) => {
    const one = series[id];
    return one ? [{ one, sign }] : [];
  });
}

/** A name that somebody gave: its words are a hint. */
function isOpen({ flow: { certainty }, look }: Series): boolean {
  return look.given?.flow === undefined && (certainty === 'named' || certainty === 'silent');
}

/** Of a house and its rooms the sum holds as well: a balance has what comes from elsewhere, or goes there. */
function isAnchor({ one }: Term): boolean {
  return !isOpen(one) && one.flow.flow !== 'consumption' && one.flow.flow !== 'submeter';
}

function storesEnergy({ concepts }: Meaning): boolean {
  return concepts.has('battery') || concepts.has('charge') || concepts.has('discharge');
}

function waysToRead(terms: readonly Term[], possible: ReadonlyMap<Series, readonly Flow[]>): Flow[][] {
  return BALANCES.flatMap(({ whole, uses, sources }) =>
    ([1, -1] as const).flatMap((side) => {
      const choices = terms.map(({ one, sign }) => {
        const ofSide: readonly Flow[] = sign === side ? uses : sources;
        return (possible.get(one) ?? []).filter((flow) => ofSide.includes(flow));
      });
      return productOf(choices).filter((way) => way.filter((flow) => flow === whole).length === 1 && isSite(way));
    }),
  );
}

/** What comes in less what goes out is the net of a meter, and a use only where something is made or kept. */
function isSite(way: readonly Flow[]): boolean {
  return way.some((flow) => OWN.includes(flow)) || !way.includes('export');
}
const OWN: readonly Flow[] = ['production', 'discharge', 'battery', 'self_used'];

function productOf(choices: readonly (readonly Flow[])[]): Flow[][] {
  const ways = choices.reduce((product, { length }) => product * length, 1);
  if (ways === 0 || ways > MOST_WAYS) return [];
  return choices.reduce<Flow[][]>((all, flows) => all.flatMap((way) => flows.map((flow) => [...way, flow])), [[]]);
}

const ANY: readonly Flow[] = ['consumption', 'import', 'export', 'production'];
const ANY_WITH_A_BATTERY: readonly Flow[] = [...ANY, 'charge', 'discharge'];

/** What a column may be: what its words say for sure, else all that a word of them allows. */
function flowsOf(one: Series, stores: boolean): readonly Flow[] {
  if (!isOpen(one)) return [one.flow.flow];
  const hinted = hintsOf(one.look.meaning) ?? (stores ? ANY_WITH_A_BATTERY : ANY);
  return one.evidence.negative > 0 ? [...new Set(hinted.map((flow) => SIGNED[flow] ?? flow))] : hinted;
}

/** What a direction is where it goes below zero. */
const SIGNED: Partial<Record<Flow, Flow>> = { import: 'net', export: 'net', charge: 'battery', discharge: 'battery' };

function hintsOf({ concepts }: Meaning): readonly Flow[] | undefined {
  if (concepts.has('self_used')) return ['self_used'];
  if (concepts.has('discharge')) return ['discharge'];
  if (concepts.has('charge')) return ['charge'];
  if (concepts.has('battery')) return ['charge', 'discharge'];
  if (concepts.has('import') !== concepts.has('export')) return concepts.has('import') ? ['import'] : ['export'];
  if (concepts.has('grid')) return ['import', 'export'];
  if (concepts.has('home')) return ['consumption'];
  if (concepts.has('solar') || concepts.has('production')) return ['production'];
  return concepts.has('consumption') ? ['consumption', 'import', 'self_used'] : undefined;
}
