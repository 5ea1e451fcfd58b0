/** Whether a report still has the prices that hold: it is made once, and a tariff may be changed after it. */
import { tariffDigest } from '../tariff/digest.ts';
import { planOfSite } from '../tariff/plan-of-site.ts';
import type { Tariffs } from '../tariff/timeline.ts';
import { listed } from '../text/listed.ts';
import type { Report } from './report.ts';

const NAMED = 3;

/**
 * @param tariffs as they are now
 * @returns the sites whose bill in the report is of other prices than hold now for its days. A report of an earlier
 * release does not say what its tariff said: of that only another tariff tells.
 */
export function repricedSites({ money, period }: Pick<Report, 'money' | 'period'>, tariffs: Tariffs): string[] {
  const changed = (money?.sites ?? []).filter(({ site_id, tariff, prices }) => {
    const now = planOfSite(site_id, tariffs.plans);
    if (now?.name !== tariff) return true;
    return prices !== null && prices !== tariffDigest(now, tariffs, period);
  });
  return changed.map(({ site_id }) => site_id);
}

/** @param again the command that makes the report with the prices of today */
export function repricedSentence(sites: readonly string[], again: string): string {
  return (
    `The tariff of ${listed(sites, NAMED)} was changed after this report was made: its cost is of the earlier ` +
    `prices. With those of today: ${again}.`
  );
}
