import { formatPeriod, plural } from '../../../../shared/text/format.ts';
import { escapeMarkdown } from '../../../../shared/text/markdown.ts';
import { uploadName, zoneName } from '../../text/names.ts';
import type { PageInput } from '../section.ts';
import { degradedParts } from './degraded.ts';

export function headerMarkdown({ report, figures, assumed }: PageInput): string {
  const { source, period } = report;
  const days = `${plural(period.days, 'day')} with readings`;
  const missing = degradedParts(report).map(({ what, reason }) => `${what} (${escapeMarkdown(reason)})`);
  return [
    `# Energy report: ${escapeMarkdown(uploadName(source.key))}`,
    `${formatPeriod(period.from, period.to)} · ${days} · ${escapeMarkdown(zoneName(report))}${assumed.zone}`,
    ...(missing.length === 0 ? [] : [`> **Partial report.** Could not be made: ${missing.join(', ')}.`]),
    figures
      .map(({ name, value, more }) => {
        const added = more === undefined ? '' : ` (${escapeMarkdown(more)})`;
        return `- **${name}:** ${escapeMarkdown(value)}${added}`;
      })
      .join('\n'),
    ...(assumed.notes.length === 0 ? [] : [assumed.notes.join('  \n')]),
  ].join('\n\n');
}
