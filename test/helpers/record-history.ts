/**
 * Random histories of a lake: uploads of all lengths, corrections, changes of site, removals, preferences, rebuilds,
 * and processes that end at any request. What the tables then show is compared with a recount.
 */
import fc from 'fast-check';
import { z } from 'zod';
import { readManifest } from '../../shared/lake/manifest-store.ts';
import { finishInboxes } from '../../shared/record/finish.ts';
import { follow } from '../../shared/record/follow.ts';
import { rebuild } from '../../shared/record/rebuild.ts';
import { prefer, withdraw } from '../../shared/record/withdraw.ts';
import type { RecordTable } from '../../shared/tables/schema.ts';
import { MINUTES_PER_DAY } from '../../shared/time-units.ts';
import { recount } from '../unit/shared/record/oracle.ts';
import {
  lineOf,
  monthOf,
  type RecordReading,
  type RecordUpload,
  type RecordWorld,
  type RecordWorldContext,
  recordWorld,
  upload,
} from './record.ts';

const MONTH = 31 * 1440;
const DATASETS = ['a', 'b', 'c'] as const;
type Dataset = (typeof DATASETS)[number];

/** What happens to a lake. */
export interface Step {
  readonly does: 'upload' | 'move' | 'remove' | 'prefer' | 'rebuild';
  readonly dataset: Dataset;
  /** Of an upload. */
  readonly readings: readonly RecordReading[];
  /** At which request its process ends; null where it does not. */
  readonly ends: number | null;
  /** Whether another process tries again then; else what it left waits for whoever comes next. */
  readonly again: boolean;
}

const reading = fc
  .record({
    thing: fc.constantFrom(
      ...['home total use', 'home total use', 'home fridge use', 'home total generation', 'cabin total use'],
    ),
    length: fc.constantFrom(15, 60, 60, 1440),
    place: fc.nat(20),
    month: fc.constantFrom(0, 0, MONTH),
    kwh: fc.integer({ min: 1, max: 9 }),
    estimated: fc.boolean(),
  })
  .map(({ thing, length, place, month, kwh, estimated }): RecordReading => {
    const from = month + Math.floor((place * 60) / length) * length;
    return { thing, from, to: from + length, kwh, estimated };
  });

const readings = fc
  .array(reading, { minLength: 1, maxLength: 12 })
  .map((all) =>
    all.filter((a, index) => !all.slice(0, index).some((b) => a.thing === b.thing && a.from < b.to && b.from < a.to)),
  );

export const histories = fc.array(
  fc.record({
    does: fc.constantFrom<Step['does']>('upload', 'upload', 'upload', 'move', 'remove', 'prefer', 'rebuild'),
    dataset: fc.constantFrom(...DATASETS),
    readings,
    ends: fc.option(fc.nat(60)),
    again: fc.boolean(),
  }),
  { minLength: 2, maxLength: 6 },
);

/** What the tables of a lake show, or should. */
export interface Shown {
  /** A line a reading that counts. */
  readonly readings: readonly string[];
  /** The energy of each site, month and measure, by the tables that sum it up. */
  readonly daily: readonly string[];
  readonly hourly: readonly string[];
}

const manifestSchema = z.object({ published: z.object({ run: z.string() }).nullable() });

/** Plays a history in a lake of its own. */
export async function playHistory(steps: readonly Step[]): Promise<{ readonly shown: Shown; readonly wanted: Shown }> {
  const world = await recordWorld();
  try {
    const uploads = new Map<string, RecordUpload>();
    /** `site dataset`, as long as the lake is there. */
    const preferred = new Set<string>();
    const published = async (dataset: string) => {
      const text = (await world.lake.getText(`manifests/${dataset}.json`))?.text ?? '{"published":null}';
      return uploads.get(manifestSchema.parse(JSON.parse(text)).published?.run ?? '') ?? null;
    };
    for (const [index, step] of steps.entries()) {
      const present = await published(step.dataset);
      const next = { ...step, run: `run-${index}`, uploaded: index + 1, before: present };
      const given = uploadOf(next);
      if (given) uploads.set(given.run, given);
      if (step.does === 'prefer') for (const site of sitesOf(present)) preferred.add(`${site} ${step.dataset}`);
      // A preference leaves no trace but its entry: who does not try again may have begun or not.
      const again = step.again || step.does === 'prefer';
      await act(step, given, endingAt(world, step.ends)).catch(async (error: unknown) => {
        if (!(error instanceof ProcessEnded)) throw error;
        if (again) await act(step, given, world.context());
      });
    }
    await finishInboxes(world.context());
    const last = (await Promise.all(DATASETS.map(published))).filter((each) => each !== null);
    const lines = expectedOf(last, preferred);
    return {
      shown: { readings: await world.show('raw_energy_data'), ...(await sumsOf(world)) },
      wanted: { readings: lines, daily: expectedSums(lines), hourly: expectedSums(lines.filter(tellsHours)) },
    };
  } finally {
    await world.close();
  }
}

const sitesOf = (given: RecordUpload | null) => new Set(given?.readings.map(({ thing }) => thing.split(' ')[0] ?? ''));

interface Next extends Step {
  readonly run: string;
  readonly uploaded: number;
  readonly before: RecordUpload | null;
}

/** What a step uploads; undefined where it uploads nothing. A move is the same readings of another site. */
function uploadOf({ does, dataset, run, uploaded, readings, before }: Next): RecordUpload | undefined {
  if (does === 'upload') return { dataset, run, uploaded, readings };
  if (does !== 'move' || !before) return undefined;
  const moved = before.readings.map((each) => ({ ...each, thing: each.thing.replace(/^\w+/, 'villa') }));
  const once = moved.filter(
    (a, index) => !moved.slice(0, index).some((b) => a.thing === b.thing && a.from < b.to && b.from < a.to),
  );
  return { dataset, run, uploaded, readings: once };
}

async function act(
  { does, dataset }: Step,
  given: RecordUpload | undefined,
  context: RecordWorldContext,
): Promise<void> {
  const key = `raw/${dataset}.csv`;
  switch (does) {
    case 'upload':
    case 'move':
      if (given) await upload(given, context);
      return;
    case 'remove':
      return follow((await withdraw({ dataset, key }, context)).sites, context);
    case 'prefer': {
      const { manifest } = await readManifest(context.lake, dataset, key);
      if (manifest) await follow(await prefer(manifest, context), context);
      return;
    }
    case 'rebuild':
      await rebuild(null, context);
  }
}

class ProcessEnded extends Error {}

/** A process that ends at a request, by its number; null for one that does not. */
function endingAt(world: RecordWorld, request: number | null): RecordWorldContext {
  let left = request ?? Number.POSITIVE_INFINITY;
  return counted(world, () => {
    if (left === 0) throw new ProcessEnded('the process ended');
    left -= 1;
  });
}

/** A process whose every request is told first. */
export function counted({ context, lake, catalog }: RecordWorld, told: () => void): RecordWorldContext {
  const tell =
    <Given extends unknown[], Result>(call: (...given: Given) => Promise<Result>) =>
    async (...given: Given) => {
      told();
      return call(...given);
    };
  return context({
    lake: {
      ...lake,
      download: tell(lake.download),
      upload: tell(lake.upload),
      getText: tell(lake.getText),
      putText: tell(lake.putText),
      putTextIf: tell(lake.putTextIf),
      remove: tell(lake.remove),
      list: tell((prefix, limit) => lake.list(prefix, limit)),
    },
    catalog: {
      ...catalog,
      createPartitions: tell(catalog.createPartitions),
      updatePartitions: tell(catalog.updatePartitions),
      deletePartitions: tell(catalog.deletePartitions),
    },
  });
}

/**
 * What a recount says that the table shows; of several versions of a dataset the last one counts.
 * @param preferred `site dataset` of each that a person put after all others
 */
export function expectedOf(uploads: readonly RecordUpload[], preferred: ReadonlySet<string> = new Set()): string[] {
  const present = new Map(uploads.map((each) => [each.dataset, each]));
  const claims = [...present.values()].flatMap(({ dataset, uploaded, readings: some }) =>
    some.map((each) => ({
      ...each,
      thing: `${each.thing} ${monthOf(each.from)}`,
      line: lineOf(dataset, each),
      ...{ dataset, uploaded, preferred: preferred.has(`${each.thing.split(' ')[0]} ${dataset}`) },
    })),
  );
  return recount(claims)
    .map(({ line }) => line)
    .sort();
}

async function sumsOf(world: RecordWorld): Promise<Pick<Shown, 'daily' | 'hourly'>> {
  const sums = async (table: RecordTable) => {
    const select = `site_id || ' ' || month || ' ' || measure AS of, CAST(total_kwh AS INTEGER) AS kwh`;
    return linesOfSums((await world.rows(table, select)).map(({ of, kwh }) => ({ of: String(of), kwh: Number(kwh) })));
  };
  return { daily: await sums('daily_energy_data'), hourly: await sums('hourly_energy_data') };
}

/** A reading of a day says nothing of its hours. */
function tellsHours(line: string): boolean {
  const [from = 0, to = 0] = (line.split(' ')[4] ?? '').split('-').map(Number);
  return to - from < MINUTES_PER_DAY;
}

function expectedSums(lines: readonly string[]): string[] {
  return linesOfSums(
    lines.map((line) => {
      const [, site, , measure, minutes = '', kwh] = line.split(' ');
      const month = monthOf(Number(minutes.split('-')[0]));
      const of = `${site} ${month} ${measure === 'use' ? 'consumption' : 'generation'}`;
      return { of, kwh: Number(kwh) };
    }),
  );
}

function linesOfSums(rows: readonly { readonly of: string; readonly kwh: number }[]): string[] {
  return [...Map.groupBy(rows, ({ of }) => of)]
    .map(([of, same]) => `${of} ${same.reduce((sum, { kwh }) => sum + kwh, 0)}`)
    .sort();
}
