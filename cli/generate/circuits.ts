import { planAppliances } from './appliances.ts';
import type { GeneratorOptions, Plan } from './plan.ts';

const CIRCUITS = Array.from({ length: 40 }, (_, index) => ({
  name: `circuit-${String(index + 1).padStart(2, '0')}`,
  /** Mean of a daytime minute, kWh: 0.3 to 3.8 kW. */
  base: 0.005 + 0.0015 * index,
}));

const ANOMALY_SHARE = 0.001;

/** A sub-metered building: 40 circuits, a reading a minute, `timestamp,appliance,kwh`. Made for large files. */
export function generateCircuits(options: GeneratorOptions): Plan {
  return planAppliances(options, {
    appliances: CIRCUITS,
    intervalMinutes: 1,
    anomalyShare: ANOMALY_SHARE,
    expectedAt({ hour, weekend }, random) {
      const shape = (hour >= 18 && hour < 22 ? 1.75 : hour >= 22 || hour < 6 ? 0.4 : 1) * (weekend ? 0.7 : 1);
      return (circuit) => circuit.base * shape * (1 + 0.15 * random.normal());
    },
  });
}
