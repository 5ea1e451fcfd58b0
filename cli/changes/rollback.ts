/** What an earlier run of a dataset had published is published again. */
import { reconcile } from '../../functions/publish/reconcile.ts';
import { rollback } from '../../functions/publish/rollback.ts';
import type { Manifest, Publication } from '../../shared/lake/manifest.ts';
import { createLakeStore } from '../../shared/lake/s3-lake.ts';
import { announceChange } from '../../shared/record/announce.ts';
import { follow } from '../../shared/record/follow.ts';
import { previewInstead } from '../../shared/record/preview.ts';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';
import { formatCount, formatEnergy, formatMoney, plural } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import type { Connection } from '../connection.ts';
import { CliError, usageError } from '../errors.ts';
import { readReport } from '../lake.ts';
import type { PlainTable } from '../output/changes.ts';
import { moment } from '../output/format.ts';
import { withRecord } from '../record-context.ts';
import type { DatasetChange } from './change.ts';

/**
 * @param earlier one of the manifest's history
 * @throws CliError when files of that run are gone
 */
export async function restoration(
  connection: Connection,
  manifest: Manifest,
  earlier: Publication,
): Promise<DatasetChange> {
  const { dataset, key, published } = manifest;
  const { run } = earlier;
  const lake = createLakeStore(await connection.clients.s3(), connection.bucket);
  await isComplete(lake, earlier);
  return {
    preview: () => withRecord(connection, (context) => previewInstead(manifest, earlier, context)),
    beside: () => comparison(connection, published, earlier),
    apply: () =>
      withRecord(connection, async (context) => {
        const at = context.now().toISOString();
        const sites = new Set<string>();
        const change = { kind: 'PUBLISHED', dataset, key, run, at } as const;
        const changed = await rollback(lake, { dataset, key, run }, at, async (replaced, next) => {
          const publications = replaced ? [replaced, next] : [next];
          for (const site of await announceChange(change, publications, context)) sites.add(site);
        });
        await reconcile(lake, context.catalog, changed);
        await follow(sites, context);
        return {
          says: [`Run ${run} is published again; the tables show it, in ${plural(sites.size, 'site')}.`],
          run: null,
        };
      }),
  };
}

/**
 * @param named a run's name or a beginning of it; without it the publication before the present one
 * @throws CliError when there is no such run, or more than one
 */
export function earlierRun({ dataset, published, history }: Manifest, named: string | undefined): Publication {
  const runs = history.map(({ run }) => run);
  const known = runs.length === 0 ? 'Only one run of it was ever published.' : `Its earlier runs: ${runs.join(', ')}`;
  if (named === undefined) {
    const [before] = history;
    if (before) return before;
    throw new CliError(`${dataset} has no earlier run to go back to.`, { hint: known });
  }
  const [only, another] = history.filter(({ run }) => run.startsWith(named));
  if (another) throw usageError(`More than one earlier run begins with '${sanitize(named)}'.`, known);
  if (only) return only;
  if (published?.run.startsWith(named)) throw usageError(`Run ${published.run} is what is published.`, known);
  throw usageError(`${dataset} has no earlier run '${sanitize(named)}'.`, known);
}

/** @throws CliError when files of the run are gone: tables that point at nothing would be empty */
async function isComplete(lake: LakeStore, { run, report, readings_prefix, tables }: Publication): Promise<void> {
  const prefixes = [report, readings_prefix, ...tables.map(({ prefix }) => prefix)];
  const found = await Promise.all(prefixes.map(async (prefix) => (await lake.list(prefix, 1)).length > 0));
  const gone = prefixes.filter((_, at) => !found[at]);
  if (gone.length === 0) return;
  throw new CliError(`The files of run ${run} are not there any more: s3://${lake.bucket}/${gone[0]}`, {
    hint: 'Upload the earlier file again under its key; it replaces what is published.',
  });
}

async function comparison(
  connection: Connection,
  published: Publication | null,
  earlier: Publication,
): Promise<PlainTable> {
  const rows = [];
  if (published) rows.push(['now', ...(await publicationRow(connection, published))]);
  rows.push(['then', ...(await publicationRow(connection, earlier))]);
  return { columns: COLUMNS, rows };
}

const COLUMNS = [
  { title: '' },
  { title: 'Run' },
  { title: 'Published' },
  { title: 'Status' },
  { title: 'Readings', align: 'right' },
  { title: 'Consumption', align: 'right' },
  { title: 'Generation', align: 'right' },
  { title: 'Cost', align: 'right', maxWidth: 60 },
  { title: 'Anomalies', align: 'right' },
] as const;

async function publicationRow(connection: Connection, publication: Publication): Promise<string[]> {
  const { run, committed_at, status, readings, consumption_kwh, generation_kwh, anomalies } = publication;
  return [
    run,
    moment(new Date(committed_at)),
    status,
    formatCount(readings.accepted),
    energy(consumption_kwh),
    energy(generation_kwh),
    await cost(connection, publication),
    formatCount(anomalies),
  ];
}

function energy(value: number | null): string {
  return value === null ? '–' : formatEnergy(value);
}

/** What the run's report says, a sum for each currency. A report that is gone or older says nothing. */
async function cost(connection: Connection, { report }: Publication): Promise<string> {
  const { money } = await readReport(connection, report).catch((error: unknown) => {
    if (error instanceof CliError) return { money: null };
    throw error;
  });
  const sums = money?.totals.map(({ currency, net_cost }) => formatMoney(net_cost, currency)) ?? [];
  return sums.length > 0 ? sums.join(', ') : '–';
}
