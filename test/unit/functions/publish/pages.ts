/** The pages of a run over small tables, rendered without writing a file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildReport } from '../../../../functions/publish/build-report.ts';
import { exportNames } from '../../../../functions/publish/exports.ts';
import { renderPage } from '../../../../functions/publish/html/page.ts';
import { renderMarkdown } from '../../../../functions/publish/markdown/document.ts';
import type { Relations, RunTable } from '../../../../functions/publish/relations.ts';
import { readFacts } from '../../../../functions/publish/sections/facts.ts';
import { pageOf } from '../../../../functions/publish/sections/index.ts';
import type { PublishInput } from '../../../../shared/contract.ts';
import { withDatabase } from '../../../../shared/database/duckdb.ts';
import type { AppliedLayout } from '../../../../shared/readings/layout.ts';
import { castColumns } from '../../../../shared/tables/schema.ts';
import { inputOf, noRows, type Queries, type RunOptions } from './run.ts';
import { smallInput, smallInsights, smallTables } from './small.ts';

const NO_TABLES = { validate: [], aggregate: [], anomalies: [], forecast: [] };
const WHERE = { attempt: 'attempt-1', bucket: 'test-lake', insightsKey: 'insights.json' };

export interface PageOptions extends RunOptions {
  readonly layout?: AppliedLayout;
}

/** The tables as a step would have written them. */
function relationsOf(queries: Queries): Relations {
  const of = (table: RunTable) => `(SELECT ${castColumns(table)} FROM (${queries[table] ?? noRows(table)}))`;
  return { of, find: of };
}

export async function pagesOf(queries: Queries, input: Partial<PublishInput> = {}, options: PageOptions = {}) {
  const { layout = null, insights = smallInsights } = options;
  const run = inputOf(NO_TABLES, WHERE, { ...options, insights, input: { ...smallInput, ...input } });
  const tables = relationsOf(queries);
  const folder = await mkdtemp(join(tmpdir(), 'energy-pages-'));
  try {
    const facts = await withDatabase({ memoryMb: 256, threads: 1, folder }, (db) => readFacts(db, tables));
    const report = buildReport(run, facts, insights, layout, 'EUR');
    const page = pageOf({ report, facts, exports: exportNames(run, tables) });
    return { page: renderPage(page), markdown: renderMarkdown(page) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The small tables with some of them changed: the page as text without markup, the Markdown, and the page itself. */
export async function textsOf(change: (tables: Required<Queries>) => Queries = () => ({}), options: PageOptions = {}) {
  const tables = smallTables();
  const { page: html, markdown } = await pagesOf({ ...tables, ...change(tables) }, {}, options);
  const page = html.replace(/<(style|svg)[^>]*>.*?<\/\1>/gs, '').replace(/<[^>]+>/g, ' ');
  return { page: page.replace(/\s+/g, ' '), markdown, html };
}
