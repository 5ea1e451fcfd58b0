/** Readings that do not count, because another upload tells of the same time: whose they are, and what settles it. */
import { z } from 'zod';
import { literal } from '../shared/database/duckdb.ts';
import { SAME_KWH } from '../shared/energy/overlap.ts';
import { createLakeStore } from '../shared/lake/s3-lake.ts';
import { readRecord } from '../shared/record/site-record.ts';
import type { Report } from '../shared/report/report.ts';
import { formatEnergy, formatTime, plural } from '../shared/text/format.ts';
import { queryRows } from './athena.ts';
import type { Connection } from './connection.ts';
import { commandLine, shellWord } from './hints.ts';

const shadowSchema = z
  .tuple([
    z.string(),
    z.string(),
    z.coerce.number().int(),
    z.string(),
    z.string(),
    z.coerce.number().int(),
    z.coerce.number().nullable(),
  ])
  .transform(([dataset, other, readings, from, to, compared, more]) => ({
    ...{ dataset, other, readings, from, to },
    /** kWh that those which count have more, where each has the same interval; null where not. */
    more: compared === readings ? more : null,
  }));
export type ShadowedReadings = z.infer<typeof shadowSchema>;

const SAME_READING =
  's.site_id = r.site_id AND s.month = r.month AND s.appliance = r.appliance AND s.utc = r.utc ' +
  'AND s.end_utc = r.end_utc AND s.shadowed_by = r.dataset';
/** SQL. @param where a condition, or nothing */
const shadows = (where: string) => `
  SELECT s.dataset, s.shadowed_by, COUNT(*), CAST(MIN(s.timestamp) AS VARCHAR), CAST(MAX(s.timestamp) AS VARCHAR),
    COUNT(r.utc), CAST(SUM(CASE WHEN s.kwh IS NULL THEN r.generated_kwh - s.generated_kwh ELSE r.kwh - s.kwh END)
      AS DOUBLE)
  FROM shadowed_readings s LEFT JOIN raw_energy_data r ON ${SAME_READING}
  ${where}
  GROUP BY s.dataset, s.shadowed_by
  ORDER BY 3 DESC, 1, 2`;

/**
 * Of each pair of uploads, the ones with the most readings first.
 * @param dataset only pairs that it is one of
 * @throws CliError when the query does not run
 */
export async function readShadows(connection: Connection, dataset?: string): Promise<ShadowedReadings[]> {
  const one = dataset === undefined ? undefined : literal(dataset);
  const where = one === undefined ? '' : `WHERE s.dataset = ${one} OR s.shadowed_by = ${one}`;
  return z.array(shadowSchema).parse(await queryRows(connection, shadows(where)));
}

/** Sites of a report whose records are looked into. */
const SITES_LOOKED_AT = 20;

/**
 * What a run could not know when it read its upload: another one came at the same moment, or later.
 * @returns pairs of uploads that one of the report is of; none where the report itself tells of an overlap
 */
export async function laterShadows(connection: Connection, report: Report): Promise<ShadowedReadings[]> {
  const { dataset, overlap, consumption, generation } = report;
  if (overlap) return [];
  const named = [...(consumption?.appliances ?? []), ...(generation?.sites ?? [])].map(({ site_id }) => site_id);
  const lake = createLakeStore(await connection.clients.s3(), connection.bucket);
  // A query costs more than a look at a few small objects, and mostly there is nothing.
  for (const site of [...new Set(named)].slice(0, SITES_LOOKED_AT)) {
    const { record } = await readRecord(lake, site);
    const tables = Object.values(record.months).flatMap((month) => month.tables);
    if (!tables.some(({ table }) => table === 'shadowed_readings')) continue;
    return (await readShadows(connection)).filter((each) => each.dataset === dataset || each.other === dataset);
  }
  return [];
}

export function shadowSentence({ dataset, other, readings, from, to, more }: ShadowedReadings): string {
  const time = readings === 1 ? `at ${formatTime(from)}` : `from ${formatTime(from)} to ${formatTime(to)}`;
  return (
    `${plural(readings, 'reading')} of ${dataset} ${time} ${readings === 1 ? 'does' : 'do'} not count: ` +
    `${other} tells of the same time${differenceOf(more)}.`
  );
}

function differenceOf(more: number | null): string {
  if (more === null) return '';
  if (Math.abs(more) < SAME_KWH) return ', with the same energy';
  return `, with ${formatEnergy(Math.abs(more))} ${more > 0 ? 'more' : 'less'}`;
}

/** The commands that settle it. */
export function settling({ dataset }: ShadowedReadings): string {
  const name = shellWord(dataset);
  return `To let it count: ${commandLine(`prefer ${name}`)}; to take it out: ${commandLine(`remove ${name}`)}.`;
}
