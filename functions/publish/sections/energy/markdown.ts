import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import { MEASURES } from '../../../../shared/tables/schema.ts';
import { formatCount, formatEnergy, formatHour, formatPercent } from '../../../../shared/text/format.ts';
import { escapeMarkdown, table } from '../../../../shared/text/markdown.ts';
import { measureWords } from '../../text/measure-words.ts';
import { namer } from '../../text/names.ts';
import type { PageInput } from '../section.ts';
import { seriesOf } from './series.ts';

export function energyMarkdown({ report }: PageInput): string | null {
  const nameOf = namer(report);
  const parts = MEASURES.flatMap((measure) => {
    const found = seriesOf(report, measure);
    if (!found || found.series.length === 0) return [];
    const { series, total } = found;
    const hours = series.some(({ peak_hour }) => peak_hour !== null);
    const rows = series
      .slice(0, SHOWN_ROWS)
      .map((each) => [
        escapeMarkdown(nameOf(each)),
        formatEnergy(each.total_kwh),
        total ? formatPercent(each.total_kwh / total) : '',
        ...(hours ? [formatHour(each.peak_hour)] : []),
        formatPercent(each.completeness),
      ]);
    const left = series.length - rows.length;
    return [
      `## ${measureWords(measure, report).noun}`,
      table(['Name', 'Energy', 'Share', ...(hours ? ['Peak hour'] : []), 'Complete'], rows),
      ...(left > 0 ? [`and ${formatCount(left)} more in appliances.csv`] : []),
    ];
  });
  return parts.length === 0 ? null : parts.join('\n\n');
}
