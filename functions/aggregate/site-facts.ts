/** What people say of their sites in `config/sites.json`, for figures per m² and per person. */
import { type Sites, sitesSchema } from '../../shared/baseline/indicators.ts';
import { fitsSql } from '../../shared/database/fits-sql.ts';
import { CONFIG_KEYS } from '../../shared/lake/keys.ts';
import { LOG } from '../../shared/runtime/log.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { parseJson } from '../../shared/text/parse-json.ts';

/** No figure of a bill hangs on the file: one that is not what it must be is logged, and counts as none. */
export async function readSiteFacts({ lake, log }: StepContext): Promise<Sites> {
  const stored = await lake.getText(CONFIG_KEYS.sites);
  if (stored === undefined) return {};
  const parsed = sitesSchema.safeParse(parseJson(stored.text));
  if (parsed.success) return parsed.data;
  log.warn(LOG.siteFactsInvalid, { key: CONFIG_KEYS.sites, faults: parsed.error.issues.length });
  return {};
}

/** SQL: a fact of `site_id`; null where nobody said it. The first pattern that fits holds. */
export function factSql(sites: Sites, fact: 'area_m2' | 'persons'): string {
  const cases = Object.entries(sites).map(
    ([pattern, facts]) => `WHEN ${fitsSql('site_id', pattern)} THEN ${facts[fact] ?? 'NULL'}`,
  );
  return cases.length === 0 ? 'NULL::DOUBLE' : `CAST(CASE ${cases.join(' ')} END AS DOUBLE)`;
}
