import { table } from '../../../../shared/page/parts/table.ts';
import { html } from '../../../../shared/text/html.ts';
import { escapeMarkdown, table as markdownTable } from '../../../../shared/text/markdown.ts';
import type { Section } from '../section.ts';
import { powerTables } from './rows.ts';

/** Power factor and phases, of uploads that have reactive energy or each of three phases. */
export const power: Section = {
  html({ report }) {
    const tables = powerTables(report.power);
    if (tables.length === 0) return null;
    const parts = tables.map(({ heading, about, titles, names, rows }) => {
      const columns = titles.map((title, place) => ({
        title,
        ...(place === 0 ? ({ kind: 'name' } as const) : {}),
        ...(place >= names && title !== 'When' ? ({ kind: 'number' } as const) : {}),
        cell: (row: readonly string[]) => row[place] ?? '',
      }));
      return html`<div class="together"><h3>${heading}</h3>
<p class="hint">${about}</p>${table(columns, rows)}</div>`;
    });
    return html`<section><h2>Power factor and phases</h2>${parts}</section>`;
  },
  markdown({ report }) {
    const tables = powerTables(report.power);
    if (tables.length === 0) return null;
    const parts = tables.map(({ heading, about, titles, rows }) =>
      [
        `### ${heading}`,
        about,
        markdownTable(
          titles,
          rows.map((row) => row.map(escapeMarkdown)),
        ),
      ].join('\n\n'),
    );
    return ['## Power factor and phases', ...parts].join('\n\n');
  },
};
