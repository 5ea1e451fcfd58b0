/** Energies beyond what a site of its kind can have: the unit or the kind is asked before they are published. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { SITE_KINDS, type SiteKind, WIDER_KINDS } from '../../../shared/energy/site-kinds.ts';
import type { Layout, LayoutSettings, Note } from '../../../shared/readings/layout.ts';
import { formatEnergy, formatPower } from '../../../shared/text/format.ts';
import { HOUR_US } from '../../../shared/time-units.ts';
import { valueColumns } from '../read/slots.ts';
import { type Candidate, question } from '../recognise/question.ts';
import { namesHome } from '../recognise/words/home-words.ts';
import type { UploadSettings } from '../upload-settings.ts';
import type { Balance } from './balance.ts';
import { MOST_KEPT_KWH, smallerUnit } from './most-kept.ts';

const HOURS_PER_YEAR = 8760;
/** Of fewer readings nothing can be said about a year. */
const FEWEST = 24;

const siteSchema = z.object({ site_id: z.string(), kwh_a_year: z.number(), kw: z.number() });

/**
 * @returns the kind that a person said or that names tell; undefined where nothing does: any energy is then believed
 *   that a reading can have
 */
export function kindOf({ plan }: Balance, layout: Layout, settings: LayoutSettings): SiteKind | undefined {
  if (settings.kind) return settings.kind;
  const names = [
    ...layout.columns.map(({ name }) => name),
    ...plan.sites.flatMap(({ submeters, main }) => [...submeters, ...main].map(({ name }) => name)),
  ];
  return names.some(namesHome) ? 'home' : undefined;
}

/** So many readings may be faults, which are events and no reason to ask. */
const FAULTS = 3;

/** What a site uses or produces over a year, its largest reading left out, and what it reaches again and again. */
interface Size {
  readonly site: string;
  readonly kwhAYear: number;
  readonly kw: number;
}

/** @returns the largest site of those beyond a bound */
async function largestBeyond(
  bound: { readonly kwhAYear: number; readonly kw: number },
  { readings }: Balance,
  db: Database,
): Promise<Size | undefined> {
  const hours = (from: string, to: string) => `nullif((epoch_us(${to}) - epoch_us(${from})) / ${HOUR_US}.0::DOUBLE, 0)`;
  const energy = `greatest(abs(sum(kwh)) - max(abs(kwh)), abs(sum(generated_kwh)) - max(abs(generated_kwh)))`;
  const power = `greatest(abs(kwh), abs(generated_kwh)) / ${hours('utc', 'end_utc')}`;
  const beyond = [
    ...(Number.isFinite(bound.kwhAYear) ? [`kwh_a_year > ${bound.kwhAYear}`] : []),
    ...(Number.isFinite(bound.kw) ? [`kw > ${bound.kw}`] : []),
  ];
  if (beyond.length === 0) return undefined;
  const [found] = await db.rows(
    `SELECT site_id, kwh_a_year, kw FROM (SELECT site_id, ` +
      `CAST(${energy} AS DOUBLE) / ${hours('min(utc)', 'max(end_utc)')} * ${HOURS_PER_YEAR} AS kwh_a_year, ` +
      `coalesce(max(CAST(${power} AS DOUBLE), ${FAULTS + 1})[${FAULTS + 1}], 0) AS kw ` +
      `FROM ${readings} GROUP BY site_id HAVING count(*) >= ${FEWEST}) ` +
      `WHERE ${beyond.join(' OR ')} ORDER BY kwh_a_year DESC, site_id LIMIT 1`,
  );
  if (!found) return undefined;
  const { site_id: site, kwh_a_year: kwhAYear, kw } = siteSchema.parse(found);
  return { site, kwhAYear, kw };
}

/**
 * @returns what is said of a site whose kind nothing tells, and which is larger than a home
 * @throws InputRejected LAYOUT_AMBIGUOUS where the energies of a site are beyond its kind, unless a person has said the
 *   unit
 */
export async function judgeSize(
  balance: Balance,
  layout: Layout,
  { settings }: UploadSettings,
  db: Database,
): Promise<Note[]> {
  await askWhereTooLarge(balance, layout, settings, db);
  if (saysUnit(settings)) return [];
  const kind = kindOf(balance, layout, settings);
  if (kind === undefined) {
    // Whoever counts in MWh means a large site.
    const inKilowatts = valueColumns(layout).every(({ unit }) => unit === 'kWh' || unit === 'kW');
    const bound = { kwhAYear: SITE_KINDS.home.kwhAYear, kw: Number.POSITIVE_INFINITY };
    const large = inKilowatts ? await largestBeyond(bound, balance, db) : undefined;
    return large ? [believed(large)] : [];
  }
  const own = SITE_KINDS[kind];
  const found = await largestBeyond(own, balance, db);
  if (!found) return [];
  const said =
    found.kwhAYear > own.kwhAYear
      ? `have ${formatEnergy(found.kwhAYear)} a year, more than the ${formatEnergy(own.kwhAYear)}`
      : `reach ${formatPower(found.kw)}, more than the ${formatPower(own.kw)}`;
  throw question(
    'LAYOUT_AMBIGUOUS',
    `The site ${JSON.stringify(found.site)} would ${said} that ${own.description} can have.`,
    [...smallerUnit(layout), ...widerKinds(found)],
    settings,
  );
}

const TERMS = ['import_kwh', 'export_kwh', 'production_kwh', 'charge_kwh', 'discharge_kwh', 'use_kwh'];

/** @throws InputRejected LAYOUT_AMBIGUOUS where the energies of one time add up to more than can be kept */
async function askWhereTooLarge(
  { readings, balance }: Balance,
  layout: Layout,
  settings: LayoutSettings,
  db: Database,
): Promise<void> {
  const [sizes] = await db.rows(
    `SELECT CAST(coalesce(max(greatest(abs(kwh), abs(generated_kwh))), 0) AS DOUBLE) AS largest, ` +
      `(SELECT count(*)::INTEGER FROM series) AS series FROM ${readings}`,
  );
  const { largest, series } = sizesSchema.parse(sizes);
  if (largest * series <= MOST_KEPT_KWH) return;
  const energies = TERMS.map((term) => `coalesce(abs(${term}), 0)`).join(', ');
  const [found] = await db.rows(
    `SELECT site_id, strftime(timestamp, '%Y-%m-%d %H:%M') AS time FROM (${balance(false)}) ` +
      `WHERE greatest(${energies}) > ${MOST_KEPT_KWH} ORDER BY site_id, utc LIMIT 1`,
  );
  if (!found) return;
  const { site_id: site, time } = placeSchema.parse(found);
  throw question(
    'LAYOUT_AMBIGUOUS',
    `The site ${JSON.stringify(site)} would have more than ${formatEnergy(MOST_KEPT_KWH)} at ${time}.`,
    smallerUnit(layout),
    settings,
  );
}

const sizesSchema = z.object({ largest: z.number(), series: z.number() });
const placeSchema = z.object({ site_id: z.string(), time: z.string() });

function believed({ site, kwhAYear }: Size): Note {
  const message =
    `The site ${JSON.stringify(site)} has ${formatEnergy(kwhAYear)} a year, more than ` +
    `${SITE_KINDS.home.description} can have; the file's unit is believed. If it is one, its unit is wrong: ` +
    `--layout '{"kind":"home"}' asks about it.`;
  return { code: 'LARGER_THAN_A_HOME', message };
}

function saysUnit({ unit, columns }: LayoutSettings): boolean {
  return unit !== undefined || Object.values(columns ?? {}).some((column) => column.unit !== undefined);
}

/** @param size beyond the bound of its own kind */
function widerKinds({ kwhAYear, kw }: Size): Candidate[] {
  return WIDER_KINDS.filter((wider) => kwhAYear <= SITE_KINDS[wider].kwhAYear && kw <= SITE_KINDS[wider].kw)
    .slice(0, 2)
    .map((wider) => ({ means: `it is ${SITE_KINDS[wider].description}`, setting: { kind: wider } }));
}
