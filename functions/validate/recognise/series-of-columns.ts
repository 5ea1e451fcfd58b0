/** The series that columns of numbers are: what flows in each, in which role, and which are written below zero. */
import { asNet, isSignedUse, isWrittenBelowZero, mirrored } from './below-zero.ts';
import { columnFlows } from './column-flows.ts';
import type { Evidence } from './evidence.ts';
import type { Ground } from './ground.ts';
import type { Look } from './looks.ts';
import type { Series } from './series.ts';
import { roleOf, saysStands, saysUsage, withStill } from './value-roles.ts';
import { commodityOf, namesDeliveryPoint, namesProducer } from './words/site-flows.ts';

export interface ColumnSeries {
  readonly counted: readonly Series[];
  /** Columns of one way that are written below zero: their evidence is that of the same numbers above it. */
  readonly belowZero: ReadonlySet<Look>;
  /** The file says of its energies that they are a usage or a yield. */
  readonly usage: boolean;
}

/** @param constants texts that stand in every row */
export function seriesOfColumns(
  looks: readonly Look[],
  evidence: (look: Look) => Evidence,
  { sample, settings, order, preamble }: Pick<Ground, 'sample' | 'settings' | 'order' | 'preamble'>,
  constants: readonly string[],
): ColumnSeries {
  const filled = looks.filter(({ profile }) => profile.kind !== 'empty');
  const around = [...sample.names, ...preamble];
  const flows = columnFlows(filled.length > 0 ? filled : looks, evidence, settings, {
    deliveryPoint: [...around, ...order.names].some(namesDeliveryPoint),
    producer: [...around, ...constants].some(namesProducer),
    commodity: commodityOf(sample.names, preamble),
  });
  const usage =
    saysUsage(preamble) ||
    looks.some(
      ({ meaning: { concepts } }) =>
        (concepts.has('consumption') || concepts.has('production')) && !concepts.has('register'),
    );
  const belowZero = new Set<Look>();
  const series = looks.flatMap((look): Series[] => {
    const said =
      flows.get(look) ?? columnFlows([look], evidence, settings, { deliveryPoint: false, producer: false }).get(look);
    if (!said) return [];
    const own = evidence(look);
    // Of several series of one column each has signs of its own.
    const alone = look.given?.flow === undefined && order.series.length === 1;
    const flow = alone && isSignedUse(said, own) ? asNet(said) : said;
    const below = look.given?.sign === undefined && isWrittenBelowZero(flow, own);
    if (below) belowZero.add(look);
    return [{ look, evidence: below ? mirrored(own) : own, ...roleOf(look, own, usage), flow, unit: look.unit }];
  });
  return { counted: withStill(series, saysStands(preamble)), belowZero, usage };
}
