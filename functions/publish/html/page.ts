import type { Report } from '../../../shared/report/report.ts';
import { MEASURES } from '../../../shared/tables/schema.ts';
import type { Facts } from '../report/facts.ts';
import { money } from '../sections/costs/html.ts';
import { load } from '../sections/demand/html.ts';
import { bySeries, overTheDay, overTime } from '../sections/energy/html.ts';
import { figures, header } from '../sections/header/html.ts';
import { advice, anomalies, footnote, goOn, quality } from '../sections/quality/html.ts';
import { solar } from '../sections/solar/html.ts';
import { uploadName } from '../text/names.ts';
import { html } from './html.ts';
import { STYLE } from './style.ts';

export interface PageInput {
  readonly report: Report;
  readonly facts: Facts;
  /** Names of the CSV files beside the page. */
  readonly exports: readonly string[];
}

/** Nothing is loaded and nothing runs: a report can be kept, mailed and opened anywhere. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** report.html: one file that needs nothing beside it. */
export function renderPage(page: PageInput): string {
  const { report } = page;
  const measures = MEASURES.filter((measure) => report[measure] !== null);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${uploadName(report.source.key)} – energy report</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${header(page)}
${figures(page)}
${measures.map((measure) => html`${overTime(page, measure)}\n${bySeries(page, measure)}\n${overTheDay(page, measure)}\n`)}
${load(page)}
${solar(page)}
${money(page)}
${advice(page)}
${anomalies(page)}
${quality(page)}
${goOn(page)}
${footnote(page)}
</main>
</body>
</html>
`.text;
}
