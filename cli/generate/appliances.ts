import { MINUTES_PER_DAY } from '../../shared/time-units.ts';
import { type Moment, moments } from './calendar.ts';
import {
  createSelection,
  distort,
  type GeneratedRow,
  type GeneratorOptions,
  type Plan,
  rowCount,
  toUnits,
} from './plan.ts';
import { createRandom, type Random } from './random.ts';

interface Appliances<A> {
  readonly appliances: readonly A[];
  readonly intervalMinutes: number;
  /** Part of the readings that are made anomalous. */
  readonly anomalyShare: number;
  /** What a moment gives for an appliance, kWh; what is the same for all of them is worked out once a moment. */
  readonly expectedAt: (moment: Moment, random: Random) => (appliance: A) => number;
}

/** `timestamp,appliance,kwh`: a reading of every appliance for every interval. */
export function planAppliances<A extends { readonly name: string }>(
  options: GeneratorOptions,
  { appliances, intervalMinutes, anomalyShare, expectedAt }: Appliances<A>,
): Plan {
  const rows = rowCount(options, (MINUTES_PER_DAY / intervalMinutes) * appliances.length);
  const anomalies = Math.round(rows * anomalyShare);

  function* generate(): Generator<GeneratedRow> {
    const random = createRandom(options.seed);
    const isAnomaly = createSelection(rows, anomalies, random);
    let left = rows;
    for (const moment of moments(options.start, intervalMinutes)) {
      const expectedOf = expectedAt(moment, random);
      for (const appliance of appliances) {
        if (left === 0) return;
        left -= 1;
        const expected = toUnits(expectedOf(appliance));
        if (isAnomaly()) {
          const { units, anomaly } = distort('kwh', expected, random.between(2, 3.5));
          yield { fields: [moment.stamp, appliance.name, units], anomaly };
        } else {
          yield { fields: [moment.stamp, appliance.name, expected] };
        }
      }
    }
  }
  return { columns: ['timestamp', 'appliance', 'kwh'], keys: ['timestamp', 'appliance'], rows, anomalies, generate };
}
