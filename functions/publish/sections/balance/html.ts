import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import { table } from '../../../../shared/page/parts/table.ts';
import type { BalanceSummary } from '../../../../shared/readings/layout.ts';
import { basisSentences, flowRows, hasFlows, seriesRows, sharesOf } from '../../../../shared/report/balance.ts';
import { measureRows } from '../../../../shared/report/measures.ts';
import { formatCount, formatEnergy, formatPercent } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import type { PageInput } from '../section.ts';

export function balanceHtml({ report: { layout } }: PageInput): Html | null {
  const balance = layout?.balance;
  if (!balance) return null;
  if (!hasFlows(balance))
    return balance.measures.length === 0
      ? null
      : html`<section><h2>Beside the energies</h2>${measures(balance)}</section>`;
  const flows = table(
    [
      { kind: 'name', cell: ({ name }) => name },
      { kind: 'number', cell: ({ value }) => value },
    ],
    [...flowRows(balance).map(({ name, kwh }) => ({ name, value: formatEnergy(kwh) })), ...shares(balance)],
  );
  const basis = basisSentences(balance).map((sentence) => html`<p class="hint">${sentence}</p>`);
  const seen = html`<div class="together">${basis}${flows}</div>`;
  return html`<section><h2>Balance</h2>${seen}${series(balance)}${measures(balance)}</section>`;
}

function shares(balance: BalanceSummary): readonly { readonly name: string; readonly value: string }[] {
  const { selfConsumption, selfSufficiency } = sharesOf(balance);
  const row = (name: string, share: number | null) => (share === null ? [] : [{ name, value: formatPercent(share) }]);
  return [...row('Self-consumption', selfConsumption), ...row('Self-sufficiency', selfSufficiency)];
}

/** What the file holds that is no energy of the site. */
function measures(balance: BalanceSummary): Html | null {
  const rows = measureRows(balance).slice(0, SHOWN_ROWS);
  if (rows.length === 0) return null;
  const shown = table(
    [
      { title: 'Column', kind: 'name', cell: ({ name }) => html`<bdi>${name}</bdi>` },
      { title: 'Taken for', cell: ({ meaning }) => meaning },
      { title: 'Together', kind: 'number', cell: ({ value }) => value },
    ],
    rows,
  );
  return html`<div class="together"><h3>Kept beside the energies</h3>
<p class="hint">In no sum and no bill; in the table upload_readings with units of their own.</p>${shown}</div>`;
}

function series(balance: BalanceSummary): Html {
  const rows = seriesRows(balance);
  const more = rows.length - SHOWN_ROWS;
  const shown = table(
    [
      { title: 'Series', kind: 'name', cell: ({ name }) => html`<bdi>${name}</bdi>` },
      { title: 'Taken for', cell: ({ meaning }) => meaning },
      { title: 'In no sum, because', optional: true, cell: ({ leftOut }) => leftOut },
    ],
    rows.slice(0, SHOWN_ROWS),
  );
  const rest = more > 0 ? html`<p class="hint">${formatCount(more)} more are in report.json.</p>` : null;
  return html`<div class="together"><h3>What each series was taken for</h3>${shown}${rest}</div>`;
}
