import type { Report } from '../../../shared/report.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { Facts } from '../report/facts.ts';
import { html } from './html.ts';

export interface PageInput {
  readonly report: Report;
  readonly facts: Facts;
  /** Names of the CSV files beside the page. */
  readonly exports: readonly string[];
  readonly settings: Settings;
}

export function renderPage({ report }: PageInput): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Energy report</title></head><body><h1>${report.dataset}</h1></body></html>
`.text;
}
