import { moments } from './calendar.ts';
import {
  createSelection,
  distort,
  type GeneratedRow,
  type GeneratorOptions,
  type Plan,
  rowCount,
  toUnits,
} from './plan.ts';
import { createRandom } from './random.ts';

const CIRCUITS = Array.from({ length: 40 }, (_, index) => ({
  name: `circuit-${String(index + 1).padStart(2, '0')}`,
  /** Mean of a daytime minute, kWh: 0.3 to 3.8 kW. */
  base: 0.005 + 0.0015 * index,
}));

const ANOMALY_SHARE = 0.001;

/** A sub-metered building: 40 circuits, a reading a minute, `timestamp,appliance,kwh`. Made for large files. */
export function generateCircuits(options: GeneratorOptions): Plan {
  const rows = rowCount(options, 1440 * CIRCUITS.length);
  const anomalies = Math.round(rows * ANOMALY_SHARE);

  function* generate(): Generator<GeneratedRow> {
    const random = createRandom(options.seed);
    const isAnomaly = createSelection(rows, anomalies, random);
    let left = rows;
    for (const { stamp, hour, weekend } of moments(options.start, 1)) {
      const shape = (hour >= 18 && hour < 22 ? 1.75 : hour >= 22 || hour < 6 ? 0.4 : 1) * (weekend ? 0.7 : 1);
      for (const circuit of CIRCUITS) {
        if (left === 0) return;
        left -= 1;
        const expected = toUnits(circuit.base * shape * (1 + 0.15 * random.normal()));
        if (isAnomaly()) {
          const { units, anomaly } = distort('kwh', expected, random.between(2, 3.5));
          yield { fields: [stamp, circuit.name, units], anomaly };
        } else {
          yield { fields: [stamp, circuit.name, expected] };
        }
      }
    }
  }
  return { columns: ['timestamp', 'appliance', 'kwh'], keys: ['timestamp', 'appliance'], rows, anomalies, generate };
}
