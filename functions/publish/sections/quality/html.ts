import { table } from '../../../../shared/page/parts/table.ts';
import { overlapSentence, sameBytesSentence } from '../../../../shared/report/overlap.ts';
import { qualitySentence } from '../../../../shared/report/quality.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { formatCount, formatPercent } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import type { PageInput } from '../section.ts';
import { detectedLayout } from './detected-layout.ts';
import { gaps } from './gaps.ts';

export function qualityHtml({ report, exports }: PageInput): Html {
  const { readings, rows } = report;
  const all = readings.accepted + readings.rejected + readings.missing + readings.duplicates;
  const counts = table(
    [
      { title: 'Readings', kind: 'name', cell: ({ name }) => name },
      { title: 'Number', kind: 'number', cell: ({ count }) => formatCount(count) },
      { title: 'Share', kind: 'number', cell: ({ count }) => (all === 0 ? '' : formatPercent(count / all)) },
      { title: 'What it means', optional: true, cell: ({ meaning }) => meaning },
    ],
    [
      { name: 'Accepted', count: readings.accepted, meaning: 'in the tables and in every figure here' },
      {
        ...{ name: 'Rejected', count: readings.rejected },
        meaning: 'not usable; kept in quarantine with line, code and reason',
      },
      { name: 'Missing', count: readings.missing, meaning: 'the record is there, its value is empty' },
      { name: 'Duplicates', count: readings.duplicates, meaning: 'the same reading again; kept once' },
    ],
  );
  return html`<section><h2>The data</h2>
<p class="hint">${formatCount(rows.read)} records with ${formatCount(all)} readings in them.</p>
${counts}${overlaps(report)}${estimates(report)}
${rejectedCodes(report)}${quarantine(report, exports)}${gaps(report)}${detectedLayout(report)}</section>`;
}

function overlaps({ dataset, overlap, same_bytes: same }: Report): Html | null {
  const sentences = [
    ...(same === null ? [] : [sameBytesSentence(dataset, same)]),
    ...(overlap === null ? [] : [overlapSentence(dataset, overlap)]),
  ];
  return sentences.length === 0 ? null : html`${sentences.map((each) => html`<p class="hint">${each}</p>`)}`;
}

function estimates({ layout }: Report): Html | null {
  const sentence = layout?.balance && qualitySentence(layout.balance);
  return sentence ? html`<p class="hint">${sentence}</p>` : null;
}

function rejectedCodes({ rejected }: Report): Html | null {
  const codes = Object.entries(rejected.by_code).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  if (codes.length === 0) return null;
  const rows = table(
    [
      { kind: 'name', cell: ([code]) => html`<code>${code}</code>` },
      { kind: 'number', cell: ([, count]) => formatCount(count) },
    ],
    codes,
  );
  return html`<div class="together"><h3>Why readings were rejected</h3>${rows}</div>`;
}

function quarantine({ rejected, source }: Report, exports: readonly string[]): Html | null {
  if (rejected.quarantine === null) return null;
  const alsoIn = exports.includes('rejected.csv') ? ' and in rejected.csv' : '';
  const path = `s3://${source.bucket}/${rejected.quarantine}`;
  return html`<p class="hint">The rejected rows are kept at <code>${path}</code>${alsoIn}.</p>`;
}
