import { PAGE_POLICY } from '../../../shared/page/policy.ts';
import { SCRIPT } from '../../../shared/page/script.ts';
import { STYLE } from '../../../shared/page/style.ts';
import { html } from '../../../shared/text/html.ts';
import { SECTIONS } from '../sections/index.ts';
import type { PageInput } from '../sections/section.ts';
import { uploadName } from '../text/names.ts';

/**
 * report.html: one file that needs nothing beside it. It loads nothing, so that it can be kept, mailed and opened
 * anywhere, and is whole where its script does not run.
 */
export function renderPage(page: PageInput): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${uploadName(page.report.source.key)} – energy report</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${SECTIONS.map((section) => html`${section.html(page)}\n`)}
</main>
<script type="module">${SCRIPT}</script>
</body>
</html>
`.text;
}
