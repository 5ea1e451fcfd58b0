import type { Advice } from '../../../../shared/report/insights.ts';
import { formatEnergy, formatEstimate, formatYears } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import type { PageInput } from '../section.ts';
import { writtenBy } from './writer.ts';

export function adviceHtml({ report: { insights } }: PageInput): Html | null {
  const { assistant, auditor, currency } = insights;
  if (assistant.length + auditor.length === 0) return null;
  return html`<section><h2>What to do</h2>
<p class="hint">${writtenBy(insights)} Savings are estimates for a year.</p>
${cards('Habits', assistant, currency)}${cards('Equipment', auditor, currency)}</section>`;
}

function cards(heading: string, all: readonly Advice[], currency: string): Html | null {
  if (all.length === 0) return null;
  const articles = all.map((each) => {
    return html`<article class="card"><h3>${each.title}</h3><p>${each.text}</p>${gain(each, currency)}</article>`;
  });
  return html`<div class="together"><h3>${heading}</h3><div class="cards">${articles}</div></div>`;
}

function gain({ saving_kwh_per_year, saving_per_year, payback_years }: Advice, currency: string): Html | null {
  const parts = [
    ...(saving_per_year === null ? [] : [`saves ${formatEstimate(saving_per_year, currency)} a year`]),
    ...(saving_kwh_per_year === null ? [] : [`${formatEnergy(saving_kwh_per_year)} a year`]),
    ...(payback_years === null ? [] : [`paid back in ${formatYears(payback_years)}`]),
  ];
  return parts.length === 0 ? null : html`<p class="gain">${parts.join(' · ')}</p>`;
}
