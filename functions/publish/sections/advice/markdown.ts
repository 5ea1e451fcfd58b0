import type { Advice } from '../../../../shared/report/insights.ts';
import { formatEstimate, formatYears } from '../../../../shared/text/format.ts';
import { escapeMarkdown } from '../../../../shared/text/markdown.ts';
import type { PageInput } from '../section.ts';
import { writtenBy } from './writer.ts';

export function adviceMarkdown({ report: { insights } }: PageInput): string | null {
  const all = [...insights.assistant, ...insights.auditor];
  if (all.length === 0) return null;
  const list = all.map((each) => `- ${line(each, insights.currency)}`).join('\n');
  return ['## What to do', escapeMarkdown(writtenBy(insights)), list].join('\n\n');
}

function line({ title, text, saving_per_year, payback_years }: Advice, currency: string): string {
  const gain = [
    ...(saving_per_year === null ? [] : [`saves ${formatEstimate(saving_per_year, currency)} a year`]),
    ...(payback_years === null ? [] : [`paid back in ${formatYears(payback_years)}`]),
  ].join(', ');
  return `**${escapeMarkdown(title)}.** ${escapeMarkdown(text)}${gain === '' ? '' : ` (${gain})`}`;
}
