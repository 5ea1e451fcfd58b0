import { basename } from 'node:path';
import pMap from 'p-map';
import { datasetOf, datasetOfManifest, FILES, manifestKey, PREFIXES } from '../shared/lake/keys.ts';
import { type Manifest, manifestSchema, type Publication } from '../shared/lake/manifest.ts';
import { type Report, reportSchema } from '../shared/report/report.ts';
import { listed } from '../shared/text/listed.ts';
import { sanitize } from '../shared/text/sanitize.ts';
import type { Connection } from './connection.ts';
import { CliError, nameOf } from './errors.ts';
import { commandLine } from './hints.ts';

const MANIFESTS_AT_ONCE = 16;
/** Names that are said of many. */
const LISTED = 20;

/**
 * @param first so many bytes of it at most
 * @returns an object's text; undefined when there is no such object
 */
export async function getText(
  { clients, bucket }: Connection,
  key: string,
  first?: number,
): Promise<string | undefined> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const s3 = await clients.s3();
  const range = first === undefined ? {} : { Range: `bytes=0-${first - 1}` };
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...range }));
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

/** @throws CliError when there is none or more than one */
export async function findDataset(connection: Connection, named: string): Promise<Manifest> {
  const dataset = datasetMeant(named, await listDatasets(connection));
  const manifest = await readManifest(connection, dataset);
  if (!manifest) throw new CliError(`The manifest of ${dataset} is not there any more.`);
  return manifest;
}

/**
 * The dataset that a person means: its name, a beginning of it that no other shares, or the file that was uploaded.
 * @throws CliError when there is none or more than one
 */
export function datasetMeant(named: string, datasets: readonly string[]): string {
  const [candidates = []] = [
    datasets.filter((name) => name === named),
    datasets.filter((name) => name.startsWith(named)),
    ...datasetsOfFile(named).map((ofFile) => datasets.filter((name) => name === ofFile)),
  ].filter(({ length }) => length > 0);
  const [only] = candidates;
  if (only === undefined) {
    const known = datasets.length === 0 ? 'Nothing was published here yet.' : `There are: ${listed(datasets, LISTED)}.`;
    throw new CliError(`There is no dataset whose name begins with '${sanitize(named)}', and none of such a file.`, {
      hint: sanitize(known),
    });
  }
  if (candidates.length > 1) {
    throw new CliError(
      `${candidates.length} datasets begin with '${sanitize(named)}': ${listed(candidates, LISTED)}.`,
      { hint: 'Give more of the name.' },
    );
  }
  return only;
}

/** @param named a key of the lake, or a file on this machine, whose name the upload has */
function datasetsOfFile(named: string): string[] {
  return [`${PREFIXES.raw}${named}`, `${PREFIXES.raw}${basename(named)}`, named].map(datasetOf);
}
