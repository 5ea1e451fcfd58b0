/** Energies beyond what a site of its kind can have: the unit or the kind is asked before they are published. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Layout, LayoutSettings, Unit } from '../../../shared/readings/layout.ts';
import { SITE_KIND_NAMES, SITE_KINDS, type SiteKind } from '../../../shared/readings/plausibility.ts';
import { formatEnergy } from '../../../shared/text/format.ts';
import { HOUR_US } from '../../../shared/time-units.ts';
import { valueColumns } from '../read/slots.ts';
import { type Candidate, question } from '../recognise/question.ts';
import { namesHome } from '../recognise/words/home-words.ts';
import type { UploadSettings } from '../upload-settings.ts';
import type { Balance } from './balance.ts';

const HOURS_PER_YEAR = 8760;
/** Of fewer readings nothing can be said about a year. */
const FEWEST = 24;

const THOUSANDTH = {
  kWh: 'Wh',
  kW: 'W',
  MWh: 'kWh',
  MW: 'kW',
  GWh: 'MWh',
  GW: 'MW',
} as const satisfies Partial<Record<Unit, Unit>>;

const siteSchema = z.object({ site_id: z.string(), kwh_a_year: z.number() });

/**
 * @returns the kind that a person said or that names tell; undefined where nothing does: any energy is then believed
 *   that a reading can have
 */
function kindOf({ plan }: Balance, layout: Layout, settings: LayoutSettings): SiteKind | undefined {
  if (settings.kind) return settings.kind;
  const names = [
    ...layout.columns.map(({ name }) => name),
    ...plan.sites.flatMap(({ submeters, main }) => [...submeters, ...main].map(({ name }) => name)),
  ];
  return names.some(namesHome) ? 'home' : undefined;
}

/**
 * @throws InputRejected LAYOUT_AMBIGUOUS where the energies of a site are beyond its kind, unless a person has said the
 *   unit
 */
export async function askAboutSize(
  balance: Balance,
  layout: Layout,
  { settings }: UploadSettings,
  db: Database,
): Promise<void> {
  const kind = kindOf(balance, layout, settings);
  const bound = kind === undefined ? Number.POSITIVE_INFINITY : SITE_KINDS[kind].kwhAYear;
  if (kind === undefined || bound === Number.POSITIVE_INFINITY || saysUnit(settings)) return;
  // The largest reading is left out: a single fault is an event and no reason to ask.
  const energy = `greatest(abs(sum(kwh)) - max(abs(kwh)), abs(sum(generated_kwh)) - max(abs(generated_kwh)))`;
  const hours = `(epoch_us(max(end_utc)) - epoch_us(min(utc))) / ${HOUR_US}.0::DOUBLE`;
  const [found] = await db.rows(
    `SELECT site_id, kwh_a_year FROM (` +
      `SELECT site_id, CAST(${energy} AS DOUBLE) / nullif(${hours}, 0) * ${HOURS_PER_YEAR} AS kwh_a_year ` +
      `FROM ${balance.readings} GROUP BY site_id HAVING count(*) >= ${FEWEST}) ` +
      `WHERE kwh_a_year > ${bound} ORDER BY kwh_a_year DESC, site_id LIMIT 1`,
  );
  if (!found) return;
  const { site_id: site, kwh_a_year: year } = siteSchema.parse(found);
  throw question(
    'LAYOUT_AMBIGUOUS',
    `The site ${JSON.stringify(site)} would have ${formatEnergy(year)} a year, more than the ` +
      `${formatEnergy(bound)} that ${SITE_KINDS[kind].description} can have.`,
    [...smallerUnit(layout), ...widerKinds(year, kind)],
    settings,
  );
}

function saysUnit({ unit, columns }: LayoutSettings): boolean {
  return unit !== undefined || Object.values(columns ?? {}).some((column) => column.unit !== undefined);
}

function smallerUnit(layout: Layout): Candidate[] {
  const columns = valueColumns(layout).flatMap(({ name, unit }) => {
    const smaller = Object.entries(THOUSANDTH).find(([larger]) => larger === unit)?.[1];
    return smaller ? [[name, { unit: smaller }] as const] : [];
  });
  const [first] = columns;
  if (!first) return [];
  return [{ means: `the values are in ${first[1].unit}`, setting: { columns: Object.fromEntries(columns) } }];
}

function widerKinds(year: number, kind: SiteKind): Candidate[] {
  return SITE_KIND_NAMES.slice(SITE_KIND_NAMES.indexOf(kind) + 1)
    .filter((wider) => year <= SITE_KINDS[wider].kwhAYear)
    .slice(0, 2)
    .map((wider) => ({ means: `it is ${SITE_KINDS[wider].description}`, setting: { kind: wider } }));
}
