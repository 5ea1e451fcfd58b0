import { type ClassSource, SITE_CLASSES } from '../../../../shared/energy/site-classes.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { formatCount, formatEstimate } from '../../../../shared/text/format.ts';

const BY = {
  said: 'as a person or the headings say',
  names: 'as its name tells',
  energy: 'as its energy tells',
} as const satisfies Record<ClassSource, string>;

/** Who wrote the advice, for whom, and why it was not whom one would expect. */
export function writtenBy(insights: Report['insights']): string {
  const { written_for: whom } = insights;
  if (whom === null) return writer(insights);
  const site = `It is for ${SITE_CLASSES[whom.kind]}, ${BY[whom.by]}.`;
  return `${writer(insights)} ${site}${whom.by === 'said' ? '' : ' If that is wrong, a "kind" in the layout says so.'}`;
}

function writer({ provider, model, latency_ms, tokens, cost, fallback }: Report['insights']): string {
  if (fallback) return `Written by fixed rules from the figures above, not by ${fallback.from}. ${fallback.reason}`;
  if (provider === 'rules' || model === null) return 'Written by fixed rules from the figures above.';
  const effort = [
    ...(latency_ms === null ? [] : [`${(latency_ms / 1000).toFixed(1)} s`]),
    ...(tokens === null ? [] : [`${formatCount(tokens.input + tokens.output)} tokens`]),
    ...(cost === null ? [] : [`about ${formatEstimate(cost.amount, cost.currency)}`]),
  ];
  const inBrackets = effort.length === 0 ? '' : ` (${effort.join(', ')})`;
  return `Written by ${model}${inBrackets}; every number in the texts was checked against the figures.`;
}
