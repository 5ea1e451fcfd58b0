/**
 * A series whose name says nothing, beside series that have names: where it always shows as much as these together,
 * it may be the whole site or one more circuit, and that is asked rather than added.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { ownValue } from '../../../shared/own-value.ts';
import { question } from '../recognise/question.ts';
import { isCodeName } from '../recognise/words/code-names.ts';
import type { UploadSettings } from '../upload-settings.ts';
import type { Plan } from './plan.ts';
import { createTable } from './temp-table.ts';

/** So many intervals have to be seen, and in this share of them it has to cover the others. */
const INTERVALS = 24;
const COVERING = 0.95;

const foundSchema = z.object({ site_id: z.string(), appliance: z.string() });

/**
 * @param timed relation `site_id, appliance` (the key of the series), `utc, kwh`
 * @throws InputRejected LAYOUT_AMBIGUOUS for the first such series of which no person has said what it is
 */
export async function askAboutCovering(
  timed: string,
  plan: Plan,
  { settings }: UploadSettings,
  db: Database,
): Promise<void> {
  const possible = plan.sites.flatMap(({ site, use, submeters }) => {
    const series = submeters.flatMap((group) => group.series);
    const silent = series.filter(({ recordName }) => recordName !== undefined && isCodeName(recordName));
    const [only] = silent;
    const known = only?.recordName === undefined || ownValue(settings.flows, only.recordName) !== undefined;
    if (use !== 'parts' || !only || silent.length > 1 || known || series.length < 2) return [];
    return series.map((each) => ({ site_id: site, appliance: each.key, whole: each === only }));
  });
  if (possible.length === 0) return;
  await createTable('covering', { site_id: 'VARCHAR', appliance: 'VARCHAR', whole: 'BOOLEAN' }, possible, db);
  const sums =
    `SELECT site_id, utc, sum(kwh) FILTER (whole) AS own, sum(kwh) FILTER (NOT whole) AS others ` +
    `FROM ${timed} JOIN covering USING (site_id, appliance) GROUP BY site_id, utc`;
  const [found] = await db.rows(
    `SELECT site_id, appliance FROM covering JOIN (SELECT site_id FROM (${sums}) ` +
      `WHERE own IS NOT NULL AND others > 0 GROUP BY site_id ` +
      `HAVING count(*) >= ${INTERVALS} AND count_if(own >= others) >= ${COVERING} * count(*)) USING (site_id) ` +
      `WHERE whole ORDER BY site_id LIMIT 1`,
  );
  if (!found) return;
  const { site_id: site, appliance } = foundSchema.parse(found);
  const series = plan.sites.find((each) => each.site === site)?.submeters.flatMap((group) => group.series) ?? [];
  const name = series.find(({ key }) => key === appliance)?.recordName ?? appliance;
  throw question(
    'LAYOUT_AMBIGUOUS',
    `The name ${JSON.stringify(name)} does not say what it measures, and its values are never less than the ` +
      `${series.length - 1} others of the site together: it may be the whole site, or one more part of it.`,
    [
      { means: 'it is the whole site', setting: { flows: { [name]: 'consumption' } } },
      { means: 'it is one more part', setting: { flows: { [name]: 'submeter' } } },
    ],
    settings,
  );
}
