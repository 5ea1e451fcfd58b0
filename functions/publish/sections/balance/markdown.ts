import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import type { BalanceSummary } from '../../../../shared/readings/layout.ts';
import { basisSentences, flowRows, hasFlows, seriesRows, sharesOf } from '../../../../shared/report/balance.ts';
import { measureRows } from '../../../../shared/report/measures.ts';
import { formatEnergy, formatPercent } from '../../../../shared/text/format.ts';
import { escapeMarkdown, table } from '../../../../shared/text/markdown.ts';
import type { PageInput } from '../section.ts';

export function balanceMarkdown({ report: { layout } }: PageInput): string | null {
  const balance = layout?.balance;
  if (!balance) return null;
  const beside = measuresOf(balance);
  if (!hasFlows(balance)) return beside.length === 0 ? null : ['## Beside the energies', ...beside].join('\n\n');
  const { selfConsumption, selfSufficiency } = sharesOf(balance);
  const share = (name: string, part: number | null) => (part === null ? [] : [[name, formatPercent(part)]]);
  const flows = [
    ...flowRows(balance).map(({ name, kwh }) => [name, formatEnergy(kwh)]),
    ...share('Self-consumption', selfConsumption),
    ...share('Self-sufficiency', selfSufficiency),
  ];
  const series = seriesRows(balance)
    .slice(0, SHOWN_ROWS)
    .map(({ name, meaning, leftOut }) => [name, meaning, leftOut].map(escapeMarkdown));
  return [
    '## Balance',
    ...basisSentences(balance).map(escapeMarkdown),
    table(['Flow', 'Energy'], flows),
    table(['Series', 'Taken for', 'In no sum, because'], series),
    ...beside,
  ].join('\n\n');
}

/** What the file holds that is no energy of the site: a table, or nothing. */
function measuresOf(balance: BalanceSummary): readonly string[] {
  const rows = measureRows(balance)
    .slice(0, SHOWN_ROWS)
    .map(({ name, meaning, value }) => [name, meaning, value].map(escapeMarkdown));
  return rows.length === 0 ? [] : [table(['Kept beside the energies', 'Taken for', 'Together'], rows)];
}
