/** Sites of all kinds, as formulas of the time: what a person knows of each stands beside it. */
import type { Basis } from '../../../shared/energy/flows.ts';
import type { SiteKind } from '../../../shared/energy/site-kinds.ts';

/** One series. Formulas are SQL over `h`, hours since Monday 6 October 2025, 0:00. */
interface Series {
  readonly appliance?: string;
  readonly days: number;
  readonly minutes?: number;
  /** kWh of a reading. */
  readonly used?: string;
  readonly generated?: string;
  /** When it has no reading. */
  readonly missing?: string;
}

export interface Site {
  /** What it is, and what is true of it. */
  readonly about: string;
  readonly site_id: string;
  readonly bases: readonly Basis[];
  readonly kind?: SiteKind;
  readonly series: readonly Series[];
}

const HOUR = '(CAST(floor(h) AS INTEGER) % 24)';
const DAY = 'CAST(floor(h / 24) AS INTEGER)';
const WORKDAY = `(${DAY} % 7 < 5)`;
/** A repeatable number in [0, 1), as if at random: another for each series and quarter of an hour, or each day. */
const random = (index: string, seed: number) =>
  `((sin(${index} * 12.9898 + ${seed} * 78.233) * 43758.5453) % 1 + 1) % 1`;
const chance = (seed: number) => `(${random('floor(h * 4)', seed)})`;
const daily = (seed: number) => `(${random(DAY, seed)})`;
const between = (from: number, to: number) => `(${HOUR} >= ${from} AND ${HOUR} < ${to})`;
const at = (from: number, hours: number) => `(h >= ${from} AND h < ${from + hours})`;
const SUN = `(CASE WHEN ${between(7, 18)} THEN sin((h % 24 - 7) / 11 * 3.14159) ELSE 0 END)`;
const OFFICE = `(CASE WHEN ${WORKDAY} AND ${between(8, 18)} THEN 1 ELSE 0 END)`;
const HOUSE = `(0.15 + 0.25 * ${chance(1)} + CASE WHEN ${between(18, 22)} THEN 0.8 ELSE 0 END)`;

export const SITES = {
  'home-appliances': {
    about: 'Four appliances of a home, a month in autumn. The heater ran three hours at night on the tenth day.',
    ...{ site_id: 'home', bases: ['parts'] },
    series: [
      { appliance: 'Heater', days: 30, used: `CASE WHEN ${at(242, 3)} THEN 3 ELSE 0.5 + 0.3 * ${chance(2)} END` },
      { appliance: 'Refrigerator', days: 30, used: `0.06 + 0.03 * ${chance(3)}` },
      {
        appliance: 'Dishwasher',
        days: 30,
        used: `CASE WHEN ${between(19, 21)} THEN 0.5 + 0.1 * ${chance(4)} ELSE 0 END`,
      },
      {
        appliance: 'Lights',
        days: 30,
        used: `CASE WHEN ${between(17, 23)} THEN 0.1 ELSE 0.01 END * (1 + ${chance(5)})`,
      },
    ],
  },
  'home-year': {
    about: 'A year of a home with a heating that has a meter of its own. All seasons are there.',
    ...{ site_id: 'home', bases: ['house'] },
    series: [
      {
        ...{ appliance: 'Heating', days: 365 },
        used: `(0.7 + 0.5 * cos((h / 24 - 100) / 365 * 6.28318)) * (0.5 + ${chance(6)})`,
      },
      { appliance: 'rest', days: 365, used: HOUSE },
    ],
  },
  flat: {
    about: 'Two months of a flat by the half hour. A week away from 10 November on.',
    ...{ site_id: 'flat 12', bases: ['house'] },
    series: [
      {
        ...{ days: 60, minutes: 30 },
        used: `CASE WHEN ${at(35 * 24, 168)} THEN 0.05 + 0.02 * ${chance(7)} ELSE 0.5 * ${HOUSE} END`,
      },
    ],
  },
  'flat-three-days': {
    about: 'Three days of a flat: nothing can be said of a week or a year.',
    ...{ site_id: 'flat 12', bases: ['house'] },
    series: [{ days: 3, used: HOUSE }],
  },
  office: {
    about: 'A quarter of an office whose ventilation runs at weekends. Left on one night.',
    ...{ site_id: 'head office', bases: ['house'], kind: 'business' },
    series: [
      {
        days: 90,
        used: `10 + 12 * ${OFFICE} + 2 * ${chance(8)} + CASE WHEN ${at(45 * 24 + 20, 10)} THEN 9 ELSE 0 END`,
      },
    ],
  },
  works: {
    about: 'A quarter of a works in two shifts, by machine. Christmas is quiet.',
    ...{ site_id: 'works', bases: ['house'] },
    series: [
      {
        ...{ appliance: 'Press line', days: 90 },
        used: `CASE WHEN ${WORKDAY} AND ${between(6, 22)} AND NOT ${at(79 * 24, 264)} THEN 400 ELSE 60 END
          * (0.9 + 0.2 * ${chance(9)})`,
      },
      { appliance: 'Compressed air', days: 90, used: `120 + 60 * ${OFFICE} + 10 * ${chance(10)}` },
      { appliance: 'rest', days: 90, used: `80 + 40 * ${OFFICE} + 8 * ${chance(11)}` },
    ],
  },
  region: {
    about: 'Four months of a region. A storm took a third of the load for half a day.',
    ...{ site_id: 'north', bases: ['house'] },
    series: [
      {
        days: 120,
        used: `(900000 + 250000 * sin((h % 24 - 6) / 24 * 6.28318) + 60000 * ${chance(12)})
          * CASE WHEN ${at(50 * 24 + 6, 12)} THEN 0.65 ELSE 1 END`,
      },
    ],
  },
  'solar-plant': {
    about: 'A quarter of a solar plant whose logger sleeps by night. Two days without a reading, one with snow.',
    ...{ site_id: 'field', bases: ['house'] },
    series: [
      {
        days: 90,
        generated: `CASE WHEN ${at(60 * 24, 24)} THEN 0 ELSE 300 * ${SUN} * (0.5 + 0.5 * ${daily(13)}) END`,
        missing: `NOT ${between(7, 18)} OR ${at(40 * 24, 48)}`,
      },
    ],
  },
  'home-panels': {
    about: 'Two months of a home with panels, both measured.',
    ...{ site_id: 'home', bases: ['house'] },
    series: [{ days: 60, used: HOUSE, generated: `3 * ${SUN} * (0.4 + 0.6 * ${daily(14)})` }],
  },
  'grid-meter': {
    about: 'Two months of a meter at the grid, with panels behind it: by day nothing is taken.',
    ...{ site_id: 'home', bases: ['grid'] },
    series: [
      {
        days: 60,
        used: `greatest(0, ${HOUSE} - 3 * ${SUN})`,
        generated: `greatest(0, 3 * ${SUN} - ${HOUSE})`,
      },
    ],
  },
  'fridge-logger': {
    about: 'Three weeks of a plug behind a fridge, by the quarter hour. Its door stood open for an evening.',
    ...{ site_id: 'kitchen', bases: ['parts'] },
    series: [
      {
        ...{ appliance: 'Fridge', days: 21, minutes: 15 },
        used: `CASE WHEN CAST(floor(h * 4) AS INTEGER) % 4 < 2 OR ${at(12 * 24 + 18, 5)} THEN 0.022 ELSE 0.001 END
          + 0.002 * ${chance(15)}`,
      },
    ],
  },
  'fridge-failing': {
    about: 'Fifteen weeks of a plug behind a fridge, by the quarter hour. From the sixth week on it runs ever more.',
    ...{ site_id: 'kitchen', bases: ['parts'] },
    series: [
      {
        ...{ appliance: 'Fridge', days: 105, minutes: 15 },
        used: `CASE WHEN CAST(floor(h * 4) AS INTEGER) % 8 < 2.5 + 0.3 * greatest(0, h / 168 - 5) + 0.9 * ${chance(17)}
          THEN 0.022 ELSE 0.001 END`,
      },
    ],
  },
  'home-daily': {
    about: 'A year and a half of a home, a reading a day: no hour is known.',
    ...{ site_id: 'home', bases: ['house'] },
    series: [{ days: 550, minutes: 1440, used: `9 + 3 * cos(h / 24 / 365 * 6.28318) + 2 * ${daily(16)}` }],
  },
} as const satisfies Record<string, Site>;

/** SQL: the readings of a site, with the columns that a bench reads. */
export function readingsOf({ site_id, series }: Site): string {
  return series
    .map(({ appliance = 'total', days, minutes = 60, used = 'NULL', generated = 'NULL', missing = 'false' }) => {
      const energy = (formula: string) => `round(CAST(${formula} AS DOUBLE), 4)`;
      return `
        SELECT '${site_id}' AS site_id, '${appliance}' AS appliance, timestamp, timestamp AS utc,
          ${minutes} AS interval_minutes, ${energy(used)} AS kwh, ${energy(generated)} AS generated_kwh
        FROM (
          SELECT i * ${minutes} / 60.0 AS h, TIMESTAMP '2025-10-06' + to_minutes(i * ${minutes}) AS timestamp
          FROM range(${(days * 24 * 60) / minutes}) t(i)
        ) WHERE NOT (${missing})`;
    })
    .join(' UNION ALL ');
}
