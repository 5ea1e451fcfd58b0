/** `energy backfill`: runs for uploads that are in the lake already. */
import { randomBytes } from 'node:crypto';
import { failureLine, failureOf } from '../../shared/failures/failure.ts';
import { PREFIXES } from '../../shared/lake/keys.ts';
import { plural } from '../../shared/text/format.ts';
import { sanitize, sanitizeLines } from '../../shared/text/sanitize.ts';
import { type BackfillItem, backfillInput, backfillItemSchema, QUIET_RUNS } from '../../statemachine/backfill.ts';
import { followBackfill, runningBackfill, startBackfill } from '../backfill/deployed.ts';
import { type Chosen, type KnownUpload, knownUploads, statusAgain } from '../backfill/uploads.ts';
import { type Connection, withConnection } from '../connection.ts';
import { CliError, EXIT, nameOf, usageError } from '../errors.ts';
import { getText } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { bytes, moment } from '../output/format.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { table } from '../output/table.ts';
import { describeRun } from '../runs/executions.ts';

interface Options extends GlobalOptions, Chosen {
  readonly failed?: true;
  readonly dryRun?: true;
  readonly alerts?: true;
  readonly json?: true;
  readonly concurrency: number;
}

/** What became of an upload, as it is shown. */
interface Ended {
  readonly key: string;
  readonly run: string;
  readonly status: string;
  readonly why: string;
}

/** How an upload ends that is no failure. */
const GOOD = new Set<string>(['PUBLISHED', 'PARTIAL', 'DUPLICATE', 'SUPERSEDED', 'REMOVED']);

export async function backfillCommand(options: Options): Promise<void> {
  if (!options.prefix.startsWith(PREFIXES.raw)) {
    throw usageError(`'${sanitize(options.prefix)}' holds no uploads: they are below ${PREFIXES.raw}.`);
  }
  await withConnection(
    options,
    async (connection) => {
      if (options.dryRun) return showPlan(await knownUploads(connection, options), options);
      const items = await goOn(connection, options);
      if (items.length === 0) return note('There is nothing to do.');
      const ended = await outcomes(connection, items);
      print(options.json ? jsonText(ended) : `\n${endedTable(ended)}`);
      note(countsLine(ended.map(({ status }) => status)));
      if (ended.some(({ status }) => !GOOD.has(status))) process.exitCode = EXIT.failed;
    },
    { runs: true },
  );
}

function isToDo({ status }: KnownUpload, { failed }: Options): boolean {
  return status === null || (failed === true && status === 'REJECTED');
}

function showPlan(uploads: readonly KnownUpload[], options: Options): void {
  const rows = uploads.map((upload) => ({
    ...upload,
    plan: isToDo(upload, options) ? 'to do' : (upload.status ?? ''),
  }));
  if (options.json) {
    print(
      jsonText(
        rows.map(({ key, version, size, uploaded, plan, why }) => ({
          key,
          version,
          size,
          uploaded,
          status: plan,
          why,
        })),
      ),
    );
    return;
  }
  const columns = [
    { title: 'Upload' },
    { title: 'Size', align: 'right' },
    { title: 'Uploaded' },
    { title: 'Status' },
    { title: 'Why', maxWidth: 70 },
  ] as const;
  if (rows.length > 0)
    print(
      table(
        columns,
        rows.map(({ key, size, uploaded, plan, why }) => [key, bytes(size), moment(uploaded), plan, why]),
      ),
    );
  note(countsLine(rows.map(({ plan }) => plan)));
}

/** Starts a backfill and waits for its end; on AWS, one that is under way is waited for instead. */
async function goOn(connection: Connection, options: Options): Promise<readonly BackfillItem[]> {
  const isDeployed = connection.backfillArn !== undefined;
  const running = isDeployed ? await runningBackfill(connection) : undefined;
  if (running !== undefined) {
    note(`The backfill ${running} is under way; it is followed, and nothing else is started.`);
    const items = await readItems(connection, running);
    await followBackfill(connection, running);
    return items;
  }
  const uploads = await knownUploads(connection, options);
  const id = `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}-${randomBytes(4).toString('hex')}`;
  const items = itemsOf(
    uploads.filter((upload) => isToDo(upload, options)),
    id,
    options,
  );
  note(`${plural(items.length, 'upload')} to run of ${uploads.length} below ${sanitize(options.prefix)}.`);
  if (items.length === 0) return items;
  const key = await writeItems(connection, id, items);
  note(`Backfill ${id}: s3://${connection.bucket}/${key}`);
  if (isDeployed) {
    await startBackfill(connection, id, options.concurrency);
    await followBackfill(connection, id);
    return items;
  }
  const { runHere } = await import('../backfill/here.ts');
  let ended = 0;
  await runHere(connection, items, options.concurrency, async (item) => {
    ended += 1;
    const [outcome] = await outcomes(connection, [item]);
    note(sanitizeLines(`${ended} of ${items.length}: ${item.key} ${outcome?.status ?? ''}`));
  });
  return items;
}

/** The versions of a dataset come one after the other anyway: there is one at each key. */
function itemsOf(uploads: readonly KnownUpload[], id: string, { alerts }: Options): BackfillItem[] {
  return uploads.map(({ key, version, etag, size, status }, at) => ({
    ...{ name: `${alerts ? 'told-' : QUIET_RUNS}${id}-${at + 1}`, key, version, etag, size },
    rerun: status !== null,
  }));
}

async function writeItems(connection: Connection, id: string, items: readonly BackfillItem[]): Promise<string> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  const { items: Key } = backfillInput(id, 1);
  const Body = items.map((item) => `${JSON.stringify(item)}\n`).join('');
  const s3 = await connection.clients.s3();
  await s3.send(new PutObjectCommand({ Bucket: connection.bucket, Key, Body, ContentType: 'application/jsonl' }));
  return Key;
}

async function readItems(connection: Connection, id: string): Promise<BackfillItem[]> {
  const key = backfillInput(id, 1).items;
  const text = await getText(connection, key);
  if (text === undefined)
    throw new CliError(`The items of the backfill ${id} are not at s3://${connection.bucket}/${key}.`);
  return text.split('\n').flatMap((line) => (line === '' ? [] : [backfillItemSchema.parse(JSON.parse(line))]));
}

/** What the manifests say; where they say nothing, how the run ended. */
async function outcomes(connection: Connection, items: readonly BackfillItem[]): Promise<Ended[]> {
  const known = await statusAgain(
    connection,
    items.map((item) => ({ ...item, uploaded: new Date(0) })),
  );
  const ended: Ended[] = [];
  for (const [at, { name: run, key }] of items.entries()) {
    const { status = null, why = '' } = known[at] ?? {};
    ended.push(status === null ? { key, run, ...(await runStatus(connection, run)) } : { key, run, status, why });
  }
  return ended;
}

async function runStatus(connection: Connection, run: string): Promise<Pick<Ended, 'status' | 'why'>> {
  const found = await describeRun(connection, run).catch((error: unknown) => {
    if (nameOf(error) === 'ExecutionDoesNotExist') return undefined;
    throw error;
  });
  if (!found) return { status: 'NOT_STARTED', why: 'Step Functions did not start its run' };
  const { status = 'FAILED', error, cause } = found;
  return { status, why: failureLine(failureOf(error ?? status, cause)) };
}

function endedTable(ended: readonly Ended[]): string {
  return table(
    [{ title: 'Upload' }, { title: 'Status' }, { title: 'Run' }, { title: 'Why', maxWidth: 70 }],
    ended.map(({ key, status, run, why }) => [key, status, run, why]),
  );
}

/** `3 uploads: 2 PUBLISHED, 1 REJECTED` */
function countsLine(statuses: readonly string[]): string {
  const counts = [...Map.groupBy(statuses, (status) => status)].map(([status, all]) => `${all.length} ${status}`);
  return `${plural(statuses.length, 'upload')}: ${counts.join(', ') || 'none'}`;
}
