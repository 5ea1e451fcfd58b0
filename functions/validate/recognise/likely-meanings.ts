/** What each column of energy most likely is, for a question to propose. */
import type { Flow } from '../../../shared/energy/flows.ts';
import { isSilent } from './looks.ts';
import type { Parted } from './parts.ts';
import { likelyUnits, mayBeEnergy, type Proposal } from './proposal.ts';
import type { Series } from './series.ts';

/** Rows, least value and spread of what is no energy but a level, such as a voltage. */
const LEVEL = { rows: 24, least: 50, spread: 1.2 };

/** A column of a name and no unit that hardly moves, far from zero. */
function isALevel({ evidence: { count, min, max }, flow, unit, role }: Series): boolean {
  const unsaid = unit === undefined && role === 'energy' && flow.certainty === 'named';
  return unsaid && count >= LEVEL.rows && min >= LEVEL.least && max <= LEVEL.spread * min;
}

/**
 * The most likely meaning of every column that is not left out.
 * @param factors what columns are proposed to be multiplied by
 */
export function proposalsOf(
  { assigned, doubts }: Pick<Parted, 'assigned' | 'doubts'>,
  reversed: ReadonlySet<Series>,
  step: number | undefined,
  context: {
    readonly regional: boolean;
    readonly factors: ReadonlyMap<Series, number>;
    readonly scaled: boolean;
    readonly summed: readonly (readonly Series[])[];
  },
): Proposal[] {
  const twins = doubts
    .filter(({ kind }) => kind === 'twins')
    .flatMap(({ series, whole }) => series.filter((one) => one !== whole));
  const parts = doubts
    .filter(({ kind, flow }) => kind === 'parts' && flow !== 'consumption')
    .flatMap(({ series }) => series);
  const { factors } = context;
  const series = assigned.map(({ series: one, flow }) => ({ one, flow }));
  const silent = series.filter(({ one }) => isSilent(one.look));
  const able = silent.filter(
    ({ one }) => one.look.meaning.unit !== undefined || one.look.unitElsewhere || mayBeEnergy(one),
  );
  const chosen = able.length > 0 ? able : silent.slice(0, 1);
  const units = likelyUnits(
    series.map(({ one }) => one),
    step,
    context,
  );
  const others = series.some(({ one, flow }) => !isSilent(one.look) && flow === 'consumption');
  return series.map(({ one, flow }) => {
    const quiet = isSilent(one.look) && one.flow.certainty !== 'given';
    return {
      series: one,
      flow: quiet && chosen.length === 1 && !others ? ('consumption' as Flow) : flow,
      unit: one.look.unitElsewhere ? undefined : (one.unit ?? units.get(one)),
      reversed: reversed.has(one),
      ...withFactor(factors.get(one)),
      ignored:
        twins.includes(one) ||
        parts.includes(one) ||
        (quiet && !chosen.some((each) => each.one === one)) ||
        (isALevel(one) && !series.every((each) => isALevel(each.one))),
    };
  });
}

function withFactor(factor: number | undefined): Pick<Proposal, 'factor'> {
  return factor === undefined ? {} : { factor };
}
