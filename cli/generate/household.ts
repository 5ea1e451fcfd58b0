import { planAppliances } from './appliances.ts';
import type { Moment } from './calendar.ts';
import type { GeneratorOptions, Plan } from './plan.ts';
import type { Random } from './random.ts';

interface Appliance {
  readonly name: string;
  /** Mean of an ordinary daytime hour, kWh. */
  readonly base: number;
  /** What working hours (9 to 17) of weekdays are multiplied by: nobody is at home. */
  readonly workday: number;
  /** What weekends are multiplied by. */
  readonly weekend: number;
}

const APPLIANCES: readonly Appliance[] = [
  { name: 'AC', base: 0.8, workday: 0.8, weekend: 1.15 },
  { name: 'Refrigerator', base: 0.1, workday: 0.95, weekend: 1.05 },
  { name: 'Heater', base: 0.7, workday: 0.8, weekend: 1.1 },
  { name: 'Washing Machine', base: 0.2, workday: 0.75, weekend: 1.4 },
];

const ANOMALY_SHARE = 0.05;
/** Standard deviation of an hour around its mean, as a share of the mean. */
const NOISE = 0.1;

/** One home: four appliances, a reading an hour, `timestamp,appliance,kwh`. */
export function generateHousehold(options: GeneratorOptions): Plan {
  return planAppliances(options, {
    appliances: APPLIANCES,
    intervalMinutes: 60,
    anomalyShare: ANOMALY_SHARE,
    expectedAt: (moment, random) => (appliance) =>
      expectedKwh(appliance, moment, random) * (1 + NOISE * random.normal()),
  });
}

function expectedKwh(appliance: Appliance, { hour, weekend }: Moment, random: Random): number {
  const weekly = weekend ? appliance.weekend : hour >= 9 && hour < 17 ? appliance.workday : 1;
  return appliance.base * weekly * timeOfDay(hour, random);
}

/** Evening peak from 18 to 22 o'clock, night from 22 to 6. */
function timeOfDay(hour: number, random: Random): number {
  if (hour >= 18 && hour < 22) return random.between(1.5, 2);
  if (hour >= 22 || hour < 6) return random.between(0.3, 0.5);
  return 1;
}
