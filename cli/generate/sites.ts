import { type Moment, moments } from './calendar.ts';
import {
  type Anomaly,
  createSelection,
  distort,
  type GeneratedRow,
  type GeneratorOptions,
  type Plan,
  rowCount,
  toUnits,
} from './plan.ts';
import { createRandom, type Random } from './random.ts';

export interface Site {
  readonly id: string;
  /** Peak power of the panels, kW. */
  readonly peakKw: number;
  /** Mean power taken in daytime, kW. */
  readonly loadKw: number;
}

const SITES: readonly Site[] = [
  { id: 'site-1', peakKw: 6, loadKw: 1.1 },
  { id: 'site-2', peakKw: 9.5, loadKw: 1.8 },
  { id: 'site-3', peakKw: 4.2, loadKw: 0.8 },
  { id: 'site-4', peakKw: 30, loadKw: 9 },
  { id: 'site-5', peakKw: 12, loadKw: 3.5 },
];

const STEP_MINUTES = 5;
const STEP_HOURS = STEP_MINUTES / 60;
const LATITUDE = 48;
const ANOMALY_SHARE = 0.02;
/** Less than this is dusk: a drop in it could not be distinguished from the noise. */
const DAYLIGHT_KWH = 0.05;

/** Solar sites: five of them, a record every five minutes. */
export function generateSites(options: GeneratorOptions): Plan {
  const rows = rowCount(options, SITES.length * (24 / STEP_HOURS));
  const anomalies = Math.round(rows * ANOMALY_SHARE);

  function* generate(): Generator<GeneratedRow> {
    const random = createRandom(options.seed);
    const isAnomaly = createSelection(rows, anomalies, random);
    const sky = createSky(random);
    let left = rows;
    for (const moment of moments(options.start, STEP_MINUTES)) {
      for (const site of SITES) {
        if (left === 0) return;
        left -= 1;
        const cloud = sky(site.id, moment.day);
        const row = sitesRow(site, moment, STEP_HOURS, cloud, isAnomaly, random);
        yield { fields: [site.id, moment.stamp, row.generated, row.consumed], anomaly: row.anomaly };
      }
    }
  }
  return {
    columns: ['site_id', 'timestamp', 'energy_generated_kwh', 'energy_consumed_kwh'],
    keys: ['site_id', 'timestamp'],
    rows,
    anomalies,
    generate,
  };
}

interface SiteRow {
  /** In units of 0.0001 kWh. */
  readonly generated: number;
  readonly consumed: number;
  readonly anomaly?: Anomaly;
}

/**
 * What a site reports of an interval. An anomaly is a fault of the panels in daylight (they give a tenth to two
 * fifths), or a load of 2 to 3.5 times.
 * @param hours length of the interval
 * @param cloud part of the sunlight that the clouds leave
 */
export function sitesRow(
  site: Site,
  moment: Moment,
  hours: number,
  cloud: number,
  isAnomalous: () => boolean,
  random: Random,
): SiteRow {
  const sun = sunHeight(moment.dayOfYear, moment.hour);
  const generated = toUnits(site.peakKw * sun * cloud * (1 + 0.05 * random.normal()) * hours);
  const consumed = toUnits(site.loadKw * loadShape(moment) * (1 + 0.12 * random.normal()) * hours);
  if (!isAnomalous()) return { generated, consumed };
  if (generated > toUnits(DAYLIGHT_KWH) && random.next() < 0.5) {
    const { units, anomaly } = distort('energy_generated_kwh', generated, random.between(0.1, 0.4));
    return { generated: units, consumed, anomaly };
  }
  const { units, anomaly } = distort('energy_consumed_kwh', consumed, random.between(2, 3.5));
  return { generated, consumed: units, anomaly };
}

/** The sites of which there are five, and beyond them larger and larger ones of the same kinds. */
export function siteNumber(number: number): Site {
  const place = (number - 1) % SITES.length;
  const round = Math.floor((number - 1) / SITES.length);
  const { peakKw, loadKw } = SITES[place] ?? { peakKw: 6, loadKw: 1 };
  return { id: `site-${number}`, peakKw: peakKw * (1 + round / 4), loadKw: loadKw * (1 + round / 4) };
}

/**
 * Sine of the sun's height above the horizon, 0 at night; noon is at 12 o'clock. Declination after P. I. Cooper, "The
 * absorption of radiation in solar stills", Solar Energy 12 (1969).
 */
export function sunHeight(dayOfYear: number, hour: number): number {
  const radians = Math.PI / 180;
  const declination = 23.45 * radians * Math.sin(((360 * (284 + dayOfYear)) / 365) * radians);
  const hourAngle = 15 * (hour - 12) * radians;
  const latitude = LATITUDE * radians;
  const sine =
    Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle);
  return Math.max(0, sine);
}

/** Part of the sunlight that the clouds leave, one value per site and day. */
function createSky(random: Random): (site: string, day: number) => number {
  const today = new Map<string, { day: number; left: number }>();
  return (site, day) => {
    const known = today.get(site);
    if (known?.day === day) return known.left;
    const left = cloudOf(random);
    today.set(site, { day, left });
    return left;
  };
}

/** Part of the sunlight that the clouds of a day leave. */
export function cloudOf(random: Random): number {
  return random.between(0.35, 1);
}

function loadShape({ hour, weekend }: Moment): number {
  const daily = hour >= 18 && hour < 22 ? 1.75 : hour >= 22 || hour < 6 ? 0.4 : 1;
  return daily * (weekend ? 1.15 : 1);
}
