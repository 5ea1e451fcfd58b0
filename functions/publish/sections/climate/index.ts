import { table } from '../../../../shared/page/parts/table.ts';
import { html } from '../../../../shared/text/html.ts';
import { escapeMarkdown, table as markdownTable } from '../../../../shared/text/markdown.ts';
import type { Section } from '../section.ts';
import { columnsOf, monthsOf, sentencesOf } from './text.ts';

/** What a site uses at which outdoor temperature, of uploads with a column of it. */
export const climate: Section = {
  html({ report: { climate: sites } }) {
    if (sites.length === 0) return null;
    const parts = sites.map((site) => {
      const columns = columnsOf(site).map(({ title, cell }, place) => ({
        ...{ title, cell, kind: place === 0 ? ('name' as const) : ('number' as const) },
      }));
      const heading = sites.length > 1 ? html`<h3><bdi>${site.site_id}</bdi></h3>` : null;
      return html`<div class="together">${heading}<p class="hint">${sentencesOf(site).join(' ')}</p>
${table(columns, monthsOf(site))}</div>`;
    });
    return html`<section><h2>With the weather</h2>${parts}</section>`;
  },
  markdown({ report: { climate: sites } }) {
    if (sites.length === 0) return null;
    const parts = sites.flatMap((site) => {
      const columns = columnsOf(site);
      const rows = monthsOf(site).map((month) => columns.map(({ cell }) => escapeMarkdown(cell(month))));
      return [
        ...(sites.length > 1 ? [`### ${escapeMarkdown(site.site_id)}`] : []),
        escapeMarkdown(sentencesOf(site).join(' ')),
        markdownTable(
          columns.map(({ title }) => title),
          rows,
        ),
      ];
    });
    return ['## With the weather', ...parts].join('\n\n');
  },
};
