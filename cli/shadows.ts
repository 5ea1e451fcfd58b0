/** Readings that do not count, because another upload tells of the same time: whose they are, and what settles it. */
import { z } from 'zod';
import { SAME_KWH } from '../shared/energy/overlap.ts';
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
const SHADOWS = `
  SELECT s.dataset, s.shadowed_by, COUNT(*), CAST(MIN(s.timestamp) AS VARCHAR), CAST(MAX(s.timestamp) AS VARCHAR),
    COUNT(r.utc), CAST(SUM(CASE WHEN s.kwh IS NULL THEN r.generated_kwh - s.generated_kwh ELSE r.kwh - s.kwh END)
      AS DOUBLE)
  FROM shadowed_readings s LEFT JOIN raw_energy_data r ON ${SAME_READING}
  GROUP BY s.dataset, s.shadowed_by
  ORDER BY 3 DESC, 1, 2`;

/** Of each pair of uploads, the ones with the most readings first. @throws CliError when the query does not run */
export async function readShadows(connection: Connection): Promise<ShadowedReadings[]> {
  return z.array(shadowSchema).parse(await queryRows(connection, SHADOWS));
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
