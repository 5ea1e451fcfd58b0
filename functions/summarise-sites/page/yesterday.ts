/** The day of a summary on the page: sites against their habit, runs, errors, health. */
import { ABOUT_KIND } from '../../../shared/failures/classes.ts';
import { SHOWN_ROWS } from '../../../shared/page/parts/rows.ts';
import { severityMark } from '../../../shared/page/parts/severity.ts';
import { type Column, table } from '../../../shared/page/parts/table.ts';
import { formatCount, formatDay, formatEnergy } from '../../../shared/text/format.ts';
import { type Html, html } from '../../../shared/text/html.ts';
import { partOfDay } from '../habit.ts';
import type { FailedRun } from '../runs.ts';
import { type DaySummary, daysAhead, type SiteDay } from '../summary.ts';
import { energyText, moneyText } from './sections.ts';
import { changeText } from './trends.ts';

export function yesterdaySection(summary: DaySummary): Html {
  return html`<section><h2>${formatDay(summary.day)}</h2>
<p class="hint">Against the median of the whole days before.</p>
<div class="together">${table(SITE_COLUMNS, summary.sites)}</div>${reasons(summary.sites)}</section>
<section><h2>Runs and services</h2>${runs(summary)}</section>`;
}

const SITE_COLUMNS: readonly Column<SiteDay>[] = [
  { title: 'Site', kind: 'name', cell: ({ site }) => site },
  {
    ...{ title: 'Used', kind: 'number' },
    cell: ({ figures, part }) => {
      const used = energyText(figures?.energy_consumed_kwh ?? null);
      return part === null ? used : html`${used} <small>in ${partOfDay(part)}</small>`;
    },
  },
  {
    ...{ title: 'Against its habit', kind: 'number' },
    cell: ({ figures, part, usual }) => changeText(figures?.energy_consumed_kwh ?? null, part === null ? usual : null),
  },
  {
    ...{ title: 'Net', kind: 'number', optional: true },
    cell: ({ figures }) => energyText(figures?.net_energy_kwh ?? null),
  },
  { title: 'Cost', kind: 'number', cell: ({ figures }) => (figures === null ? '–' : moneyText(figures)) },
  {
    ...{ title: 'Anomalies', optional: true },
    cell: ({ anomalies, worst }) =>
      worst === null ? formatCount(anomalies) : html`${formatCount(anomalies)} ${severityMark(worst)}`,
  },
  {
    ...{ title: 'Days ahead', kind: 'number', optional: true },
    cell: ({ ahead }) => (ahead === null ? '–' : `${formatEnergy(ahead.kwh)}, ${daysAhead(ahead)}`),
  },
];

function reasons(sites: readonly SiteDay[]): Html | null {
  const told = sites.flatMap((each) => each.reasons.map((reason) => html`<li><bdi>${each.site}</bdi>: ${reason}</li>`));
  if (told.length === 0) return null;
  return html`<div class="together"><h3>Out of the ordinary</h3><ul>${told.slice(0, SHOWN_ROWS)}</ul></div>`;
}

function runs({ runs: told, errors, health }: DaySummary): Html {
  const { succeeded, failed, degraded, running } = told;
  const services = Object.entries(health).map(
    ([service, state]) => html`<li><i class="k-${state === 'ok' ? 'good' : 'poor'}"></i>${service}: ${state}</li>`,
  );
  const byCode = errors.map(
    ({ code, kind, count }) =>
      html`<li>${severityMark(ABOUT_KIND[kind].severity)} ${formatCount(count)} × <code>${code}</code>,
${ABOUT_KIND[kind].words}</li>`,
  );
  return html`<p>${formatCount(succeeded)} succeeded, ${formatCount(failed)} failed, ${formatCount(degraded.length)}
published in part, ${formatCount(running)} running (UTC day).</p>
${byCode.length > 0 ? html`<ul class="chips">${byCode}</ul>` : null}
${failed > 0 ? table(FAILURE_COLUMNS, told.failures.slice(0, SHOWN_ROWS)) : null}
<ul class="legend">${services}</ul>`;
}

const FAILURE_COLUMNS: readonly Column<FailedRun>[] = [
  { title: 'Upload', kind: 'name', cell: ({ key, run }) => key ?? run },
  { title: 'Why', cell: ({ line }) => line },
];
