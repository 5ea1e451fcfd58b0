import type { Report } from '../../../shared/report/report.ts';

interface Named {
  readonly site_id: string;
  readonly appliance: string;
}

/**
 * How a series is called in this report: by its appliance where there is one site, by its site where no appliances are
 * told apart, else by both.
 */
export function namer(report: Report): (series: Named) => string {
  const all = [...(report.consumption?.appliances ?? []), ...(report.generation?.sites ?? [])];
  const sites = new Set(all.map(({ site_id }) => site_id));
  const appliances = new Set(all.map(({ appliance }) => appliance));
  if (appliances.size <= 1 && sites.size > 1) return ({ site_id }) => site_id;
  if (sites.size <= 1) return ({ appliance }) => appliance;
  return ({ site_id, appliance }) => `${site_id} · ${appliance}`;
}

/** The zone of the report's times: that of the site, or of each where they differ. */
export function zoneName({ timeZone, layout, consumption, generation }: Report): string {
  const own = new Map(Object.entries(layout?.zones ?? {}));
  const series = [...(consumption?.appliances ?? []), ...(generation?.sites ?? [])];
  const zones = [...new Set(series.map(({ site_id }) => own.get(site_id) ?? timeZone))].sort();
  return zones.length > 1 ? `each site's own time (${zones.join(', ')})` : (zones[0] ?? timeZone);
}

/** The upload's name without the folder that every upload is in. */
export function uploadName(key: string): string {
  return key.replace(/^raw\//, '');
}
