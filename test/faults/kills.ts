/** A process that is killed at the side effects of each state and at what the stack writes; then what is left. */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { STACK } from '../../local/stack.ts';
import { runQuery } from '../helpers/stack.ts';
import { KILLS } from './fault-proxy.ts';
import { type LakeProcess, openLakeProcess, WRITE_KILLS } from './lake-process.ts';
import { Runs } from './runs.ts';
import { chosen, FILE, figures } from './scenario.ts';

/** Where the process ends. */
interface Place {
  readonly what: string;
  readonly when: (typeof KILLS)[number] | (typeof WRITE_KILLS)[number];
  /** Which call or write it is. */
  readonly at: number;
  arm(lake: LakeProcess): void;
}

export interface Killed {
  readonly place: Omit<Place, 'arm'>;
  readonly end: string;
  /** Whether it came to the place. */
  readonly met: boolean;
  readonly replayed: boolean;
  /** What is not as without a kill; empty where nothing is. */
  readonly wrong: string;
}

/** Of the writes of a run, at so many it is killed; at all of its side effects. */
const WRITES = 30;

/** @param onKill told of each as soon as it is through */
export async function playKills(seed: number, onKill: (killed: Killed) => void): Promise<Killed[]> {
  const lake = await openLakeProcess();
  try {
    const runs = new Runs(lake);
    // The first run makes calls that later ones do not.
    await uploadTo(lake, runs, 'first');
    lake.proxy.plan(undefined);
    const writes = await lake.writes(() => uploadTo(lake, runs, 'clean'));
    const expected = await figuresOf(lake, 'clean');
    const places = [...sideEffects(lake.proxy.calls), ...chosen(writePlaces(writes), WRITES, seed)];
    const results: Killed[] = [];
    for (const [n, { arm, ...place }] of places.entries()) {
      const before = { kills: lake.kills(), replays: runs.replays };
      arm(lake);
      const end = await uploadTo(lake, runs, `kill${n}`);
      lake.proxy.plan(undefined);
      const actual = await figuresOf(lake, `kill${n}`);
      const killed = {
        place,
        end,
        met: lake.kills() > before.kills,
        replayed: runs.replays > before.replays,
        wrong: actual === expected ? '' : `${actual} for ${expected}`,
      };
      onKill(killed);
      results.push(killed);
    }
    return results;
  } finally {
    await lake.close();
  }
}

/** @returns how the run ended */
async function uploadTo(lake: LakeProcess, runs: Runs, site: string): Promise<string> {
  const { VersionId = '' } = await lake.ask(({ s3 }) =>
    s3.send(
      new PutObjectCommand({
        ...{ Bucket: STACK.bucket, Key: `raw/${site}.csv`, Body: FILE, Metadata: { 'site-id': site } },
      }),
    ),
  );
  return runs.settled(VersionId);
}

const figuresOf = (lake: LakeProcess, site: string) =>
  lake.ask(({ athena }) => figures((sql) => runQuery(athena, sql), site));

/** The first call of each operation that changes something. */
function sideEffects(calls: ReadonlyMap<string, number>): Place[] {
  const changing = [...calls.keys()].filter((operation) => !/ (GET|HEAD) |\.Get/.test(operation));
  return changing.flatMap((operation) =>
    KILLS.map((kind) => ({
      ...{ what: operation, when: kind, at: 1 },
      arm: (lake: LakeProcess) => lake.proxy.plan({ operation, kind, call: 1 }),
    })),
  );
}

function writePlaces(writes: readonly string[]): Place[] {
  return writes.map((what, index) => {
    const [at, when] = [index + 1, WRITE_KILLS[index % WRITE_KILLS.length] ?? 'after'];
    return { what, when, at, arm: (lake: LakeProcess) => lake.killAtWrite(at, when) };
  });
}
