import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublishInput, PublishOutput } from '../../shared/contract.ts';
import { withDatabase } from '../../shared/database/duckdb.ts';
import { FILES, reportPrefix } from '../../shared/lake/keys.ts';
import { namedSites, type Publication } from '../../shared/lake/manifest.ts';
import { withFolder } from '../../shared/lake/run-files.ts';
import { fetchLayout } from '../../shared/readings/applied-layout.ts';
import type { AppliedLayout } from '../../shared/readings/layout.ts';
import { announcePublication } from '../../shared/record/announce.ts';
import { type LakeFiles, lakeFiles } from '../../shared/record/files.ts';
import { follow } from '../../shared/record/follow.ts';
import { type Insights, insightsSchema } from '../../shared/report/insights.ts';
import type { Report } from '../../shared/report/report.ts';
import { LOG } from '../../shared/runtime/log.ts';
import { settleAll } from '../../shared/runtime/settle-all.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import type { Catalog } from '../../shared/tables/catalog-port.ts';
import { buildReport } from './build-report.ts';
import { type Commit, commit } from './commit.ts';
import { exportNames, writeExports } from './exports.ts';
import { renderPage } from './html/page.ts';
import { renderMarkdown } from './markdown/document.ts';
import { listPartitions, type Registered, reconcile } from './reconcile.ts';
import { fetchRelations, type Kept, outputsOf } from './relations.ts';
import { rememberContent, settleSameBytes } from './same-bytes.ts';
import { withHolidays } from './sections/events/holidays.ts';
import { readFacts } from './sections/facts.ts';
import { pageOf } from './sections/index.ts';
import type { PageInput } from './sections/section.ts';

export interface PublishContext extends StepContext {
  readonly catalog: Catalog;
}

/**
 * Writes the report, commits the manifest, makes the catalogue follow. Until the commit nothing is visible; whatever
 * fails after it is mended by running this again.
 * @throws InputRejected KEY_CONFLICT when the dataset belongs to another key
 * @throws TransientDependency when a service did not answer as it should
 */
export async function publish(
  input: PublishInput,
  context: PublishContext,
  kept: Kept = { tables: outputsOf(input), exports: true, isNew: false },
): Promise<PublishOutput> {
  const prefix = reportPrefix({ dataset: input.dataset, run: input.run, attempt: context.attempt });
  const [{ report, layout }, registered] = await settleAll(
    withFolder(context, (folder) => writeReport(input, kept, prefix, context, folder)),
    kept.isNew ? new Map() : listPartitions(context.catalog, input.dataset),
  );
  const at = context.now().toISOString();
  const publication = toPublication(input, kept, report, layout, prefix, at);
  const committed = await withFolder(context, (folder) =>
    commitAndFollow({ ...input, publication }, at, registered, lakeFiles(context.lake, folder), context),
  );
  const told = { run: input.run, dataset: input.dataset, rows: input.rows.read };
  switch (committed.outcome) {
    case 'COMMITTED':
      countPublished(input, report, context);
      return { ...told, outcome: report.status, report: prefix };
    case 'RESUMED': {
      const { published } = committed.manifest;
      return { ...told, outcome: published?.status ?? report.status, report: published?.report ?? null };
    }
    case 'ALREADY_PROCESSED':
    case 'SUPERSEDED':
      return { ...told, outcome: committed.outcome, report: null, reason: committed.reason };
  }
}

/** The commit of the manifest, and all that follows from it. */
async function commitAndFollow(
  candidate: PublishInput & { readonly publication: Publication },
  at: string,
  registered: Registered,
  files: LakeFiles,
  context: PublishContext,
): Promise<Commit> {
  const { dataset } = candidate;
  await rememberContent(candidate.publication, dataset, context);
  const record = await announcePublication(candidate, at, context, files);
  const committed = await commit(
    context.lake,
    candidate,
    at,
    (current) => record.announce(current.published),
    (round) => context.log.warn(LOG.manifestContended, { dataset, round }),
  );
  context.log.info(LOG.manifestCommitted, { dataset, outcome: committed.outcome });

  // Also for a run that lost: it may have committed once and died before the catalogue followed.
  const reconciled = await reconcile(context.lake, context.catalog, committed.manifest, registered);
  context.log.info(LOG.catalogReconciled, { dataset, ...reconciled });
  const sites = new Set(await record.sites(committed.manifest));
  if (committed.outcome === 'COMMITTED' || committed.outcome === 'RESUMED') {
    for (const { manifest, touched } of await settleSameBytes(candidate, committed.manifest, context)) {
      await reconcile(context.lake, context.catalog, manifest);
      for (const site of touched) sites.add(site);
    }
  }
  await follow(sites, context, files);
  return committed;
}

/** Writes everything below the report's prefix; the CSV files beside the pages, on a connection of their own. */
async function writeReport(
  input: PublishInput,
  kept: Kept,
  prefix: string,
  context: StepContext,
  folder: string,
): Promise<{ report: Report; layout: AppliedLayout | null }> {
  const [tables, insights, layout] = await settleAll(
    fetchRelations(input, context, folder),
    fetchInsights(input, context, folder),
    fetchLayout(input, context),
  );
  const exports = exportNames(input, tables, kept);
  const [report] = await settleAll(
    withDatabase(context.database, async (db) => {
      const facts = await readFacts(db, tables);
      const { ENERGY_CURRENCY: currency, ENERGY_COUNTRY: country } = context.settings;
      const report = await withHolidays(buildReport(input, facts, insights, layout, currency), country);
      await writePages(pageOf({ report, facts, exports }), prefix, context);
      return report;
    }),
    withDatabase(context.database, (db) => writeExports(input, tables, kept, prefix, db, context, folder)),
  );
  context.log.info(LOG.reportWritten, { dataset: input.dataset, report: prefix });
  return { report, layout };
}

async function writePages(page: PageInput, prefix: string, context: StepContext): Promise<void> {
  const put = (name: string, text: string, type: string) => context.lake.putText(`${prefix}${name}`, text, type);
  await Promise.all([
    put(FILES.reportJson, `${JSON.stringify(page.report, null, 2)}\n`, 'application/json'),
    put(FILES.reportHtml, renderPage(page), 'text/html; charset=utf-8'),
    put(FILES.reportMarkdown, renderMarkdown(page), 'text/markdown; charset=utf-8'),
  ]);
}

async function fetchInsights(input: PublishInput, context: StepContext, folder: string): Promise<Insights | null> {
  const { insights } = input.branches;
  if (insights.status === 'DEGRADED') return null;
  const file = join(folder, FILES.insights);
  await context.lake.download(insights.key, file);
  return insightsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

function toPublication(
  input: PublishInput,
  { tables }: Kept,
  report: Report,
  layout: AppliedLayout | null,
  prefix: string,
  at: string,
): Publication {
  return {
    run: input.run,
    source: input.source,
    status: report.status,
    committed_at: at,
    uploaded_at: input.modifiedAt ?? input.uploadedAt ?? at,
    time_zone: input.timeZone,
    zones: Object.keys(layout?.zones ?? {}).length > 0 ? (input.layout ?? null) : null,
    period: input.period,
    rows_read: input.rows.read,
    readings: input.readings,
    consumption_kwh: report.consumption?.total_kwh ?? null,
    generation_kwh: report.generation?.total_kwh ?? null,
    anomalies: report.anomalies.count,
    report: prefix,
    quarantine: input.quarantine,
    readings_prefix: input.data.prefix,
    months: input.data.months,
    tables: [...tables],
    stands: input.stands,
    content: input.content ?? null,
    bases: input.bases,
    sites: namedSites(
      [...(report.consumption?.appliances ?? []), ...(report.generation?.sites ?? [])].map((each) => each.site_id),
    ),
  };
}

function countPublished(input: PublishInput, report: Report, context: StepContext): void {
  context.count('EnergyProcessed', (report.consumption?.total_kwh ?? 0) + (report.generation?.total_kwh ?? 0));
  const degraded = Object.values(report.branches).filter(({ status }) => status === 'DEGRADED').length;
  context.count('DegradedBranches', degraded);
  if (input.uploadedAt === undefined) return;
  // Clocks differ: an upload from the future took no time.
  const seconds = Math.max(0, (context.now().getTime() - Date.parse(input.uploadedAt)) / 1000);
  context.count('SecondsToReport', seconds);
}
