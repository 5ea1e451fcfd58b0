import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import { table } from '../../../../shared/page/parts/table.ts';
import { html } from '../../../../shared/text/html.ts';
import { escapeMarkdown, table as markdownTable } from '../../../../shared/text/markdown.ts';
import { namer } from '../../text/names.ts';
import type { Section } from '../section.ts';
import { ABOUT, COLUMNS } from './text.ts';

/** Cycles of what switches on and off, of uploads that have such a series. */
export const cycles: Section = {
  html({ report }) {
    if (report.cycles.length === 0) return null;
    const nameOf = namer(report);
    const columns = [
      { title: 'Name', kind: 'name' as const, cell: nameOf },
      ...COLUMNS.map((column) => ({ ...column, kind: 'number' as const })),
    ];
    return html`<section><h2>What switches on and off</h2><p class="hint">${ABOUT}</p>
${table(columns, report.cycles.slice(0, SHOWN_ROWS))}</section>`;
  },
  markdown({ report }) {
    if (report.cycles.length === 0) return null;
    const nameOf = namer(report);
    const rows = report.cycles
      .slice(0, SHOWN_ROWS)
      .map((row) => [nameOf(row), ...COLUMNS.map(({ cell }) => cell(row))].map(escapeMarkdown));
    const titles = ['Name', ...COLUMNS.map(({ title }) => title)];
    return ['## What switches on and off', ABOUT, markdownTable(titles, rows)].join('\n\n');
  },
};
