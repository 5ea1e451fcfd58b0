/** One dataset: what it publishes, from what, what became of its earlier versions, and what it shares with others. */
import type { Connection } from '../../../cli/connection.ts';
import { CliError } from '../../../cli/errors.ts';
import { findDataset } from '../../../cli/lake.ts';
import { producedText, usedText } from '../../../cli/output/energies.ts';
import { moment } from '../../../cli/output/format.ts';
import { readShadows, shadowSentence } from '../../../cli/shadows.ts';
import type { Manifest, Outcome, Publication } from '../../../shared/lake/manifest.ts';
import { formatCount, formatPeriod } from '../../../shared/text/format.ts';
import type { DatasetDetail } from '../../api/data.ts';
import { shown } from '../shown.ts';

/** @throws CliError when there is no dataset of exactly this name */
export async function exactDataset(connection: Connection, dataset: string): Promise<Manifest> {
  const manifest = await findDataset(connection, dataset);
  if (manifest.dataset === dataset) return manifest;
  throw new CliError(`There is no dataset '${dataset}' any more.`);
}

/** Another one as soon as something else is published, or nothing. */
export function revisionOf({ published, history, outcomes }: Manifest): string {
  return JSON.stringify([published?.run ?? null, published?.committed_at ?? null, history.length, outcomes.length]);
}

export async function datasetDetail(connection: Connection, dataset: string): Promise<DatasetDetail> {
  const manifest = await exactDataset(connection, dataset);
  const { key, published } = manifest;
  const tables = published?.tables.toSorted((a, b) => (a.table < b.table ? -1 : 1)) ?? [];
  return {
    ...{ dataset, key, published: published !== null },
    facts: published ? publishedFacts(published) : [{ name: 'Publishes', value: 'nothing' }],
    lineage: lineageOf(manifest),
    tables: shown(
      ['Table', 'Rows', 'Files'],
      tables.map(({ table, rows, prefix }) => [table, formatCount(rows), prefix]),
    ),
    overlaps: (await readShadows(connection, dataset)).map(shadowSentence),
    revision: revisionOf(manifest),
  };
}

function publishedFacts(publication: Publication): DatasetDetail['facts'] {
  const { period, time_zone, readings, consumption_kwh, generation_kwh, sites, anomalies, source } = publication;
  const bases = publication.bases ?? [];
  return [
    { name: 'Period', value: `${formatPeriod(period.from, period.to)}, ${time_zone}` },
    { name: 'Sites', value: sites === null ? 'more than are named here' : sites.join(', ') },
    {
      name: 'Readings',
      value: `${formatCount(readings.accepted)} accepted, ${formatCount(readings.rejected)} rejected`,
    },
    ...(consumption_kwh === null ? [] : [{ name: 'Used', value: usedText(consumption_kwh, bases) }]),
    ...(generation_kwh === null ? [] : [{ name: 'Produced', value: producedText(generation_kwh, bases) }]),
    { name: 'Readings far from the mean', value: formatCount(anomalies) },
    { name: 'Version', value: source.version ?? source.etag },
  ];
}

/** The newest first. */
function lineageOf({ published, history, outcomes }: Manifest): DatasetDetail['lineage'] {
  return [
    ...(published ? [{ ...published, what: `Published now (${published.status})`, restorable: false }] : []),
    ...history.map((each) => ({
      ...each,
      what: `Published until ${moment(new Date(each.superseded_at))}`,
      restorable: true,
    })),
    ...outcomes.map((each) => ({ ...each, committed_at: each.at, what: outcomeText(each), restorable: false })),
  ]
    .map(({ run, committed_at, what, restorable }) => ({ run, at: committed_at, what, restorable }))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
}

const OUTCOMES = {
  REJECTED: 'Refused',
  SUPERSEDED: 'A newer version came before it',
  DUPLICATE: 'A copy',
  REMOVED: 'Removed',
} as const satisfies Record<Outcome['outcome'], string>;

function outcomeText({ outcome, code, message, copy_of }: Outcome): string {
  const of = copy_of === null ? '' : ` of ${copy_of}`;
  const why = [code, message].filter((each) => each !== null).join(': ');
  return `${OUTCOMES[outcome]}${of}${why === '' ? '' : ` (${why})`}`;
}
