import { overlapSentence, sameBytesSentence } from '../../../../shared/report/overlap.ts';
import { qualitySentence } from '../../../../shared/report/quality.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { formatCount, formatPercent, formatTime, plural } from '../../../../shared/text/format.ts';
import { escapeMarkdown } from '../../../../shared/text/markdown.ts';
import type { PageInput } from '../section.ts';

export function qualityMarkdown({ report }: PageInput): string {
  const { rows, readings, rejected, dataset, overlap, same_bytes: same } = report;
  const counts = [
    `${formatCount(readings.accepted)} readings accepted`,
    `${formatCount(readings.rejected)} rejected`,
    `${formatCount(readings.missing)} missing`,
    `${formatCount(readings.duplicates)} duplicates`,
  ].join(', ');
  const codes = Object.entries(rejected.by_code).map(
    ([code, count]) => `${escapeMarkdown(code)} ${formatCount(count)}`,
  );
  const estimated = report.layout?.balance && qualitySentence(report.layout.balance);
  return [
    '## The data',
    `${formatCount(rows.read)} records: ${counts}.`,
    ...(same === null ? [] : [escapeMarkdown(sameBytesSentence(dataset, same))]),
    ...(overlap === null ? [] : [escapeMarkdown(overlapSentence(dataset, overlap))]),
    ...(estimated ? [estimated] : []),
    ...gaps(report),
    ...(codes.length === 0 ? [] : [`Rejected: ${codes.join(', ')}.`]),
  ].join('\n\n');
}

function gaps({ completeness }: Report): string[] {
  const longest = completeness?.longest[0];
  if (!completeness || completeness.ratio === null || !longest) return [];
  const stretch = `from ${formatTime(longest.from)} to ${formatTime(longest.to)}`;
  return [
    `${formatPercent(completeness.ratio)} of the intervals have a reading; ` +
      `${plural(completeness.ranges, 'gap')} in missing.csv, the longest ${stretch}.`,
  ];
}
