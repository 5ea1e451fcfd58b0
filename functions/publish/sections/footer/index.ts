/** Which run of which upload this is. */
import { type Html, html } from '../../../../shared/text/html.ts';
import type { PageInput, Section } from '../section.ts';

export const footer: Section = { html: footerHtml, markdown: footerMarkdown };

function footerHtml({ report }: PageInput): Html {
  const { source } = report;
  const facts: [name: string, value: string][] = [
    ['Status', report.status],
    ['Dataset', report.dataset],
    ['Upload', `s3://${source.bucket}/${source.key}`],
    ...(source.version === null ? [] : [['Version', source.version] satisfies [string, string]]),
    ['Run', report.run],
  ];
  const rows = facts.map(([name, value]) => html`<dt>${name}</dt><dd class="mono">${value}</dd>`);
  return html`<footer><dl>${rows}</dl></footer>`;
}

function footerMarkdown({ report }: PageInput): string {
  return `Status ${report.status} · dataset \`${report.dataset}\` · run \`${report.run}\``;
}
