import { expect, it } from 'vitest';
import { sitesPage } from '../../../../../functions/summarise-sites/page/page.ts';
import { daySummary } from '../../../../../functions/summarise-sites/summary.ts';
import { summaryText } from '../../../../../functions/summarise-sites/text.ts';
import { together } from '../../../../../shared/served/figures.ts';
import type { SiteOverview } from '../../../../../shared/served/overview.ts';

const HOSTILE = '<script>alert(1)</script>\u202e';
const DAYS = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28'];

const figuresOf = (used: number, produced: number | null) => ({
  ...{ energy_consumed_kwh: used, energy_generated_kwh: produced, import_kwh: used, export_kwh: null },
  ...{ net_energy_kwh: produced === null ? null : produced - used, cost: used * 0.3, currency: 'EUR', co2_kg: used },
  price_assumed: produced === null,
  efficiency: produced === null ? null : produced / used,
});

/** A site that uses 10 kWh a day, and twice as much on the last one. */
function site(site_id: string, produced: number | null): SiteOverview {
  const days = DAYS.map((day) => ({
    ...{ day, completeness: 1 },
    ...figuresOf(day === '2026-11-28' ? 20 : 10, produced),
  }));
  const figures = { days: 5, anomalies: 0, ...figuresOf(60, produced === null ? null : 5 * produced) };
  const ahead = { ...{ measure: 'consumption', day: '2026-11-29', kwh: 11, lower_kwh: 9, upper_kwh: 12 }, model: 'x' };
  return {
    site_id,
    figures,
    days,
    anomalous: [],
    hours: new Map([[7, 0.4]]),
    forecast: [{ ...ahead, measure: 'consumption' }],
  };
}

function summaryOf(sites: readonly SiteOverview[]) {
  const overview = {
    ...{ period: { from: '2026-10-30', to: '2026-11-28' }, sites },
    together: together(sites.map(({ figures }) => figures)),
  };
  const failure = { ...{ run: 'r', key: `raw/${HOSTILE}.csv`, code: 'UNREADABLE', line: 'UNREADABLE: no' } };
  const runs = { ...{ succeeded: 3, running: 0, failed: 1, degraded: [] }, failures: [{ ...failure, kind: 'data' }] };
  const health = { lake: 'ok', table: 'ok', workflow: 'ok', queries: 'unavailable' } as const;
  return {
    overview,
    summary: daySummary(overview, { ...runs, failures: [{ ...failure, kind: 'data' as const }] }, health),
  };
}

it('shows names as text, what is not known as a dash, and whose figures the sums are', () => {
  const { overview, summary } = summaryOf([site(HOSTILE, 6), site('mill', null)]);
  const html = sitesPage(overview, summary, new Date('2026-11-29T05:00:00Z'));
  expect(html).not.toContain('<script>alert');
  expect(html).not.toContain('\u202e');
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).toContain('of 1 of 2 sites');
  expect(html).toMatch(/class="dot fair"/);
  expect(html).toContain('queries: unavailable');
  // The price of the mill is that of the settings, and so is a part of the sum.
  expect(html.match(/EUR¹/g)).toHaveLength(3);
  expect(html).toContain('¹ At the price of the settings');
  expect(summaryText(summary)).toContain('6.00 EUR¹\n');
});

it('compares a day with the median of those before, and names what does not answer', () => {
  const text = summaryText(summaryOf([site('mill', null)]).summary);
  expect(text).toContain('mill: used 20 kWh (100 % more than the usual 10 kWh), 6.00 EUR');
  expect(text).toContain('to come, 29 Nov 2026: 11 kWh to be used');
  expect(text).toContain('1 x UNREADABLE: the upload is at fault');
  expect(text).toContain('no answer from queries');
  expect(text).not.toContain('\u202e');
});

it('does not compare a part of a day with whole days, and says which part it is', () => {
  const whole = site('mill', null);
  const days = whole.days.map((each) => (each.day === '2026-11-28' ? { ...each, completeness: 0.34 } : each));
  const { overview, summary } = summaryOf([{ ...whole, days }]);
  const text = summaryText(summary);
  expect(text).toContain('mill (34 % of the day): used 20 kWh, 6.00 EUR');
  const html = sitesPage(overview, summary, new Date('2026-11-29T05:00:00Z'));
  expect(html).toContain('20 kWh <small>in 34 % of the day</small>');
  expect(html).toContain('Not all readings of 28 Nov 2026 are there: it stands for a part of the day.');
  // The mean of the last seven days is that of the whole ones.
  expect(html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')).toContain('mill 10 kWh – –');
});

it('is a page where no site is served', () => {
  const { overview } = summaryOf([]);
  expect(sitesPage(overview, null, new Date())).toContain('No site is served yet');
});
