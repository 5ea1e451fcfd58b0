/**
 * What reports say of sites of all kinds: headlines, events, cycles and advice, in files that a person reads. A
 * sentence that a professional would strike is a defect; `npm run renew` writes them anew, and the
 * difference is to be read.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aggregate } from '../../functions/aggregate/aggregate.ts';
import { detectAnomalies } from '../../functions/detect-anomalies/detect-anomalies.ts';
import { generateInsights } from '../../functions/generate-insights/generate-insights.ts';
import { buildReport } from '../../functions/publish/build-report.ts';
import { fetchRelations } from '../../functions/publish/relations.ts';
import { advice } from '../../functions/publish/sections/advice/index.ts';
import { cycles } from '../../functions/publish/sections/cycles/index.ts';
import { events } from '../../functions/publish/sections/events/index.ts';
import { readFacts } from '../../functions/publish/sections/facts.ts';
import { pageOf } from '../../functions/publish/sections/index.ts';
import type { PublishInput } from '../../shared/contract.ts';
import { withDatabase } from '../../shared/database/duckdb.ts';
import { keysOf } from '../../shared/keys-of.ts';
import { insightsSchema } from '../../shared/report/insights.ts';
import { type Bench, stepBench } from '../helpers/step-bench.ts';
import { readingsOf, SITES, type Site } from './reports/sites.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await stepBench();
});
afterAll(() => bench.close());

async function noSecret(name: string): Promise<never> {
  throw new Error(`nobody asked for the secret ${name}`);
}

async function reportOf(site: Site): Promise<string> {
  const { context } = bench;
  const { kind, bases } = site;
  const input = { ...(await bench.readingsFrom(readingsOf(site))), bases: [...bases], ...(kind ? { kind } : {}) };
  const describe = { aggregate: await aggregate(input, context), anomalies: await detectAnomalies(input, context) };
  const insights = await generateInsights({ ...input, describe }, { ...context, readSecret: noSecret });
  const written = insightsSchema.parse(JSON.parse((await context.lake.getText(insights.key))?.text ?? ''));
  const forecast = { status: 'INSUFFICIENT_DATA', tables: [] } as const;
  const publish: PublishInput = {
    ...input,
    branches: { ...describe, forecast: { ...forecast, tables: [] }, insights },
  };
  const folder = join(context.folder, input.run, site.site_id);
  await mkdir(folder, { recursive: true });
  const tables = await fetchRelations(publish, context, folder);
  return withDatabase(context.database, async (db) => {
    const facts = await readFacts(db, tables);
    const page = pageOf({ report: buildReport(publish, facts, written, null, 'EUR'), facts, exports: [] });
    const figures = (events.figures?.(page) ?? []).map(
      ({ name, value, more }) => `- ${name}: ${value}${more ? ` (${more})` : ''}`,
    );
    const happened = events.markdown(page)?.split('## Single readings')[0]?.trim();
    const switching = cycles.markdown(page);
    return [
      ...[site.about, figures.join('\n'), happened || 'No events.'],
      ...(switching === null ? [] : [switching]),
      advice.markdown(page) ?? 'No advice.',
    ].join('\n\n');
  });
}

test.each(keysOf(SITES))('%s', async (name) => {
  await expect(`# ${name}\n\n${await reportOf(SITES[name])}\n`).toMatchFileSnapshot(`reports/${name}.md`);
});
