/** The page of sites: one file that needs nothing beside it, to be kept, mailed and opened anywhere. */
import { PAGE_POLICY } from '../../../shared/page/policy.ts';
import { SCRIPT } from '../../../shared/page/script.ts';
import { STYLE } from '../../../shared/page/style.ts';
import type { Overview } from '../../../shared/served/overview.ts';
import { utcMinute } from '../../../shared/text/days.ts';
import { formatDay, plural } from '../../../shared/text/format.ts';
import { html } from '../../../shared/text/html.ts';
import type { DaySummary } from '../summary.ts';
import { anomaliesSection, comparedSection, efficiencySection, figuresOf, heatSection } from './sections.ts';
import { trendsSection } from './trends.ts';
import { yesterdaySection } from './yesterday.ts';

/** @param summary of the last day of the overview; null where the page is of the sites alone */
export function sitesPage(overview: Overview, summary: DaySummary | null, made: Date): string {
  const { period, sites } = overview;
  const title = summary === null ? 'Sites' : `Sites on ${formatDay(summary.day)}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} – energy</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header><p class="eyebrow">Energy of sites</p><h1>${title}</h1>
<p class="lead">${formatDay(period.from)} – ${formatDay(period.to)} · ${plural(sites.length, 'site')}</p></header>
${figuresOf(overview)}
${summary === null ? null : yesterdaySection(summary)}
${sites.length === 0 ? html`<section><p>No site is served yet: upload readings first.</p></section>` : null}
${comparedSection(overview)}
${efficiencySection(overview)}
${trendsSection(overview)}
${heatSection(overview)}
${anomaliesSection(overview)}
<footer><p>Made ${utcMinute(made)} UTC. Days are those of each site's own clock. What is not known is –, and not
0.</p></footer>
</main>
<script type="module">${SCRIPT}</script>
</body>
</html>
`.text;
}
