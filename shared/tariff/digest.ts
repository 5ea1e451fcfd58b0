/** What tells later whether a tariff still says of some days what it said when they were priced. */
import { createHash } from 'node:crypto';
import { MS_PER_DAY, monthAfter } from '../text/days.ts';
import { planOfSite } from './plan-of-site.ts';
import { pricesWithin } from './price-series.ts';
import { type Plan, SETTINGS_TARIFF } from './schema.ts';
import { seriesNamesOf } from './series-of-plans.ts';
import type { Tariffs } from './timeline.ts';

/** Digits that are kept of the digest: two texts that differ have the same once in 2^64. */
const DIGITS = 16;

/**
 * Of what a tariff says of the days of a period: a version of other days, or the next month of a price series,
 * changes nothing.
 * @param period start and end, wall clock at the site
 */
export function tariffDigest(
  plan: Plan,
  { series }: Pick<Tariffs, 'series'>,
  period: { readonly from: string; readonly to: string },
): string {
  const versions = plan.versions
    .filter((each) => midnight(each.from) < period.to && midnight(each.until) > period.from)
    .map((each) => ({
      ...each,
      // Where they begin before the period and go on after it, they say the same of it.
      from: midnight(each.from) > period.from ? each.from : '',
      until: midnight(each.until) < period.to ? each.until : '',
    }));
  const said = { ...plan, versions };
  // A zone is less than a day from UTC.
  const [from, to] = [Date.parse(`${period.from}Z`) - MS_PER_DAY, Date.parse(`${period.to}Z`) + MS_PER_DAY];
  const prices = seriesNamesOf([said]).map((name) => {
    const found = series.get(name);
    return found ? pricesWithin(found, from, to) : [];
  });
  const { currency, country } = plan;
  return createHash('sha256')
    .update(JSON.stringify([currency, country, versions, prices]))
    .digest('hex')
    .slice(0, DIGITS);
}

/** The start of a local day; of none, later than any. */
function midnight(day: string | undefined): string {
  return day === undefined ? '~' : `${day}T00:00:00`;
}

/** What a site's tariff says of a local month; where the price of the settings holds, that it does. */
export function monthPrices(site: string, month: string, tariffs: Tariffs): string {
  const plan = planOfSite(site, tariffs.plans);
  if (plan === undefined || plan.name === SETTINGS_TARIFF) return SETTINGS_TARIFF;
  return tariffDigest(plan, tariffs, { from: `${month}-01T00:00:00`, to: `${monthAfter(month, 1)}-01T00:00:00` });
}

/**
 * The digests of the tariffs in use by their names, for a result that is kept; not of the settings' one price, which
 * is marked as an assumption wherever it stands.
 */
export function digestsOf(
  used: readonly Plan[],
  tariffs: Pick<Tariffs, 'series'>,
  period: { readonly from: string; readonly to: string },
): Record<string, string> {
  const lasting = used.filter(({ name }) => name !== SETTINGS_TARIFF);
  return Object.fromEntries(lasting.map((plan) => [plan.name, tariffDigest(plan, tariffs, period)]));
}
