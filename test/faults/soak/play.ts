/** Plays a soak: uploads by two clients, faults on the way, and what is read at the end. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { createRandom, type Random } from '../../../cli/generate/random.ts';
import { STACK } from '../../../local/stack.ts';
import { functionNames } from '../../../shared/runtime/lambda-functions.ts';
import { runQuery } from '../../helpers/stack.ts';
import { KILLS, KINDS } from '../fault-proxy.ts';
import { FUNCTION_FAULTS, type LakeProcess, type Memory, openLakeProcess, WRITE_KILLS } from '../lake-process.ts';
import { Runs } from '../runs.ts';
import { check, type Row, type Shown, type Verdict, type Version } from './checker.ts';
import { bytesOf, type Planned, pick, planUploads, readingOf, whole } from './plan.ts';

export interface SoakOptions {
  readonly uploads: number;
  readonly seed: number;
  /** Faults to an upload. */
  readonly faults: number;
  /** Told after each upload that is through. */
  onUpload?(done: number): void;
}

export interface SoakResult {
  readonly verdict: Verdict;
  readonly ends: ReadonlyMap<string, number>;
  readonly hours: number;
  readonly injected: ReadonlyMap<string, number>;
  readonly kills: number;
  readonly replays: number;
  /** Of the process that served the last part, in which nothing is killed: after its warm-up and at the end. */
  readonly memory: { readonly before: Memory; readonly after: Memory; readonly uploads: number };
}

const CLIENTS = 2;
/** So many writes of what is kept a run makes at least. */
const WRITES = 150;
/** Before this part of the uploads processes are killed, too; memory is looked at after the next tenth. */
const KILLED_UNTIL = 0.5;
const WARM_AT = 0.6;

export async function soak(options: SoakOptions): Promise<SoakResult> {
  const lake = await openLakeProcess();
  try {
    return await play(lake, options);
  } finally {
    await lake.close();
  }
}

async function play(lake: LakeProcess, { uploads, seed, faults, onUpload }: SoakOptions): Promise<SoakResult> {
  const plan = planUploads(uploads, seed);
  const random = createRandom(seed + 1);
  const acknowledged: string[] = [];
  const injected = new Map<string, number>();
  const runs = new Runs(lake);
  const under = new Set<Promise<void>>();
  let before: Memory | undefined;
  let done = 0;
  for (const [n, planned] of plan.entries()) {
    if (n === Math.floor(uploads * WARM_AT)) {
      await Promise.all(under);
      before = await lake.memory();
    }
    if (random.next() < faults) count(injected, inject(lake, n < uploads * KILLED_UNTIL, random));
    const id = await put(lake, planned);
    acknowledged.push(id);
    const run = runs.settled(id).then(() => {
      under.delete(run);
      done += 1;
      onUpload?.(done);
    });
    under.add(run);
    if (under.size >= CLIENTS) await Promise.race(under);
  }
  await Promise.all(under);
  lake.proxy.plan(undefined);
  const after = await lake.memory();
  const shown = await read(lake, plan, runs);
  const ends = new Map<string, number>();
  for (const { end } of shown.versions) count(ends, end);
  return {
    verdict: check(acknowledged, shown),
    ends,
    hours: shown.counted.length + shown.shadowed.length,
    injected,
    kills: lake.kills(),
    replays: runs.replays,
    memory: { before: before ?? after, after, uploads: uploads - Math.floor(uploads * WARM_AT) },
  };
}

const count = (map: Map<string, number>, name: string) => map.set(name, (map.get(name) ?? 0) + 1);

/** @returns what was injected */
function inject(lake: LakeProcess, mayKill: boolean, random: Random): string {
  if (random.next() < 0.3) {
    const fault = pick(FUNCTION_FAULTS, random);
    lake.fault(pick(functionNames(), random), fault);
    return `function: ${fault}`;
  }
  if (mayKill && random.next() < 0.3) {
    const when = pick(WRITE_KILLS, random);
    lake.killAtWrite(whole(1, WRITES, random), when);
    return `killed at a write: ${when}`;
  }
  // The calls since the last plan are those of many uploads.
  const operations = [...lake.proxy.calls.keys()];
  if (operations.length === 0) return 'none: no call yet';
  const kind = mayKill && random.next() < 0.5 ? pick(KILLS, random) : pick(KINDS, random);
  lake.proxy.plan({ operation: pick(operations, random), kind, call: whole(1, 4, random) });
  return kind;
}

let lastSecond = 0;

/** As a client does it that tries until it is told that its object is stored. @returns the id of the version */
async function put(lake: LakeProcess, { key, content, site }: Planned): Promise<string> {
  // S3 tells the time of an upload in seconds, and of two in one second the name decides.
  while (Math.floor(Date.now() / 1000) === lastSecond) await sleep(20);
  const { VersionId } = await lake.ask(({ s3 }) =>
    content === null
      ? s3.send(new DeleteObjectCommand({ Bucket: STACK.bucket, Key: key }))
      : s3.send(
          new PutObjectCommand({
            Bucket: STACK.bucket,
            Key: key,
            Body: bytesOf(content),
            Metadata: { 'site-id': site },
          }),
        ),
  );
  lastSecond = Math.floor(Date.now() / 1000);
  return VersionId ?? '';
}

/** What is in the lake: versions by the store, ends by the runs, readings by SQL. */
async function read(lake: LakeProcess, plan: readonly Planned[], runs: Runs): Promise<Shown> {
  const contents = new Map(plan.flatMap(({ content }) => (content ? [[md5(bytesOf(content)), content] as const] : [])));
  const sites = new Map(plan.map(({ key, site }) => [key, site]));
  const versions: Version[] = [];
  for (const { id, key, etag, at } of await storedVersions(lake)) {
    const content = etag === null ? null : (contents.get(etag) ?? { number: -1, hours: [] });
    versions.push({ id, key, site: sites.get(key) ?? '', content, at, end: await runs.settled(id) });
  }
  const query = (sql: string) => lake.ask(({ athena }) => runQuery(athena, sql));
  const rows = async (table: string): Promise<Row[]> =>
    (await query(`SELECT site_id, "timestamp", kwh FROM ${table}`)).map(([site, timestamp, kwh]) => ({
      site: site ?? '',
      ...readingOf(timestamp ?? '', kwh ?? ''),
    }));
  const daily = await query('SELECT site_id, SUM(total_kwh) FROM daily_energy_data GROUP BY site_id');
  return {
    versions,
    counted: await rows('raw_energy_data'),
    shadowed: await rows('shadowed_readings'),
    daily: new Map(daily.map(([site, kwh]) => [site ?? '', Math.round(Number(kwh) * 1e5)])),
  };
}

interface Stored {
  readonly id: string;
  readonly key: string;
  /** null for a delete marker. */
  readonly etag: string | null;
  readonly at: number;
}

/** All versions below raw/, the oldest first. */
async function storedVersions(lake: LakeProcess): Promise<Stored[]> {
  const found: Stored[] = [];
  let from: { KeyMarker: string | undefined; VersionIdMarker: string | undefined } | undefined;
  do {
    const page = await lake.ask(({ s3 }) =>
      s3.send(new ListObjectVersionsCommand({ Bucket: STACK.bucket, Prefix: 'raw/', ...from })),
    );
    const of = (each: { VersionId?: string; Key?: string; LastModified?: Date }, etag: string | null): Stored => ({
      ...{ id: each.VersionId ?? '', key: each.Key ?? '', etag },
      at: Math.floor((each.LastModified?.getTime() ?? 0) / 1000),
    });
    for (const each of page.Versions ?? []) found.push(of(each, (each.ETag ?? '').replaceAll('"', '')));
    for (const each of page.DeleteMarkers ?? []) found.push(of(each, null));
    from = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
  } while (from);
  // A key is listed with its newest version first.
  return found.reverse().sort((a, b) => a.at - b.at);
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
