import { expect, test } from 'vitest';
import { zoneName } from '../../../../../functions/publish/text/names.ts';
import type { Report } from '../../../../../shared/report/report.ts';

/** A report of these sites; nothing else of it matters here. */
const report = (sites: readonly string[], zones: Record<string, string>) =>
  ({
    timeZone: 'Europe/Berlin',
    layout: { zones },
    consumption: { appliances: sites.map((site_id) => ({ site_id, appliance: 'total' })) },
    generation: null,
  }) as unknown as Report;

test.each([
  ['the zone of the upload', ['A', 'B'], {}, 'Europe/Berlin'],
  ['the zone that all sites share', ['A'], { A: 'Asia/Kolkata' }, 'Asia/Kolkata'],
  ['each zone', ['A', 'B'], { B: 'Asia/Kolkata' }, "each site's own time (Asia/Kolkata, Europe/Berlin)"],
] as const)('a report names %s', (_, sites, zones, name) => {
  expect(zoneName(report(sites, { ...zones }))).toBe(name);
});
