/**
 * Columns whose names say nothing of a flow, and whose numbers follow in every row from those of the flows beside them:
 * what a portal works out from them is no room and no machine.
 */
import type { Flow } from '../../../shared/energy/flows.ts';
import type { Identity } from './identities/index.ts';
import type { Series } from './series.ts';

const OF_THE_SITE: ReadonlySet<Flow> = new Set([
  ...(['import', 'export', 'production', 'charge', 'discharge', 'net', 'battery', 'self_used', 'consumption'] as const),
]);
/** The two sides of a battery or an inverter show so much of one another. */
const SIDES = { least: 0.7, most: 1.45 };

/**
 * @param identities among the series, by their positions
 * @returns such columns, with why
 */
export function workedOut(series: readonly Series[], identities: readonly Identity[]): ReadonlyMap<Series, string> {
  const found = new Map<Series, string>();
  for (const identity of identities) {
    if (identity.kind === 'linear') {
      const terms = identity.terms.flatMap(({ id }) => series[id] ?? []);
      const [open, ...more] = terms.filter(isOpen);
      const others = terms.filter((one) => one !== open);
      const flows = new Set(others.map(({ flow: { flow } }) => flow));
      const tells = flows.size > 1 && others.every(({ flow: { flow } }) => OF_THE_SITE.has(flow));
      if (open && more.length === 0 && tells) found.set(open, `it follows from ${namesOf(others)} in every row`);
    } else if (identity.kind === 'proportional') {
      const pair = [series[identity.first], series[identity.second]].filter((one) => one !== undefined);
      const [open, ...more] = pair.filter(isOpen);
      const [other] = pair.filter((one) => one !== open);
      const isSide = identity.factor >= SIDES.least && identity.factor <= SIDES.most;
      if (open && other && more.length === 0 && isSide && IN_AND_OUT.has(other.flow.flow) && open.unit === other.unit)
        found.set(open, `it is in every row the same share of "${other.look.profile.name}", which is its other side`);
    }
  }
  return found;
}

const IN_AND_OUT: ReadonlySet<Flow> = new Set([
  ...(['charge', 'discharge', 'production', 'export', 'battery', 'net'] as const),
]);

function isOpen({ flow: { flow, certainty }, look }: Series): boolean {
  return look.given === undefined && flow === 'submeter' && (certainty === 'named' || certainty === 'silent');
}

function namesOf(series: readonly Series[]): string {
  return series.map(({ look }) => `"${look.profile.name}"`).join(', ');
}
