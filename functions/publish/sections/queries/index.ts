/** How to go on: queries over the tables, and the files that stand next to the report. */
import { DATABASE_NAME } from '../../../../shared/tables/schema.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import type { PageInput, Section } from '../section.ts';
import { queryExamples } from './examples.ts';

export const queries: Section = { html: queriesHtml, markdown: queriesMarkdown };

function queriesHtml({ report, exports }: PageInput): Html {
  // What is wider than a telephone scrolls: that must be reached with the keyboard.
  const examples = queryExamples(report).map(
    ({ question, sql }) =>
      html`<div class="together"><h3>${question}</h3><pre tabindex="0"><code>${sql}</code></pre></div>`,
  );
  const files = ['report.json', 'report.md', ...exports].map(
    (name, index) => html`${index === 0 ? '' : ', '}<a href="${name}">${name}</a>`,
  );
  return html`<section><h2>Ask the data yourself</h2>
<p class="hint">The tables are in the database <code>${DATABASE_NAME}</code> (Athena on AWS;
<code>npm run -s energy -- query "…"</code> on a laptop).</p>${examples}
<p class="hint">Beside this page: ${files}.</p></section>`;
}

function queriesMarkdown({ report, exports }: PageInput): string {
  const examples = queryExamples(report).map(({ question, sql }) => `${question}\n\n\`\`\`sql\n${sql}\n\`\`\``);
  const files = exports.length > 0 ? [`Beside this file: ${exports.join(', ')}`] : [];
  return ['## Ask the data yourself', ...examples, ...files].join('\n\n');
}
