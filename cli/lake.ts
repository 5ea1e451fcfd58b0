import pMap from 'p-map';
import { datasetOfManifest, FILES, manifestKey, PREFIXES } from '../shared/lake/keys.ts';
import { type Manifest, manifestSchema, type Publication } from '../shared/lake/manifest.ts';
import { type Report, reportSchema } from '../shared/report/report.ts';
import { sanitize } from '../shared/text/sanitize.ts';
import type { Connection } from './connection.ts';
import { CliError, nameOf } from './errors.ts';
import { commandLine } from './hints.ts';

const MANIFESTS_AT_ONCE = 16;

/** @returns an object's text; undefined when there is no such object */
export async function getText({ clients, bucket }: Connection, key: string): Promise<string | undefined> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const s3 = await clients.s3();
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await object.Body?.transformToString('utf-8');
  } catch (error) {
    if (nameOf(error) === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** Writes a file that people gave, as JSON or CSV by its name. */
export async function putText({ clients, bucket }: Connection, key: string, text: string): Promise<void> {
  const [s3, { PutObjectCommand }] = await Promise.all([clients.s3(), import('@aws-sdk/client-s3')]);
  const type = key.endsWith('.csv') ? 'text/csv' : 'application/json';
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: type }));
}

/** @param prefix the report's prefix, as PublishResults returns it */
export async function readReport(connection: Connection, prefix: string): Promise<Report> {
  const key = `${prefix}${FILES.reportJson}`;
  const text = await getText(connection, key);
  if (text === undefined) {
    throw new CliError(`The report s3://${connection.bucket}/${key} is not there any more.`, {
      hint: `Make it again: ${commandLine('replay RUN')}`,
    });
  }
  return reportSchema.parse(JSON.parse(text));
}

/** Names of the datasets that something is recorded about. */
export async function listDatasets({ clients, bucket }: Connection): Promise<string[]> {
  const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
  const client = await clients.s3();
  const datasets: string[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: PREFIXES.manifests })) {
    for (const { Key = '' } of page.Contents ?? []) {
      if (Key.endsWith('.json')) datasets.push(datasetOfManifest(Key));
    }
  }
  return datasets;
}

/** Everything that is published. */
export async function publications(connection: Connection): Promise<Publication[]> {
  const manifests = await pMap(await listDatasets(connection), (name) => readManifest(connection, name), {
    concurrency: MANIFESTS_AT_ONCE,
  });
  return manifests.flatMap((manifest) => manifest?.published ?? []);
}

export async function readManifest(connection: Connection, dataset: string): Promise<Manifest | undefined> {
  const text = await getText(connection, manifestKey(dataset));
  return text === undefined ? undefined : manifestSchema.parse(JSON.parse(text));
}

/**
 * The dataset that a person means: its name, or a beginning of it that no other shares.
 * @throws CliError when there is none or more than one
 */
export async function findDataset(connection: Connection, named: string): Promise<Manifest> {
  const datasets = await listDatasets(connection);
  const exact = datasets.filter((name) => name === named);
  const candidates = exact.length > 0 ? exact : datasets.filter((name) => name.startsWith(named));
  const [only] = candidates;
  if (only === undefined) {
    const known = datasets.length === 0 ? 'Nothing was published here yet.' : `There are: ${datasets.join(', ')}.`;
    throw new CliError(`There is no dataset whose name begins with '${sanitize(named)}'.`, { hint: sanitize(known) });
  }
  if (candidates.length > 1) {
    throw new CliError(`${candidates.length} datasets begin with '${sanitize(named)}': ${candidates.join(', ')}.`, {
      hint: 'Give more of the name.',
    });
  }
  const manifest = await readManifest(connection, only);
  if (!manifest) throw new CliError(`The manifest of ${only} is not there any more.`);
  return manifest;
}
