import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Candidate, commit } from '../../../../functions/publish/commit.ts';
import { rollback } from '../../../../functions/publish/rollback.ts';
import { manifestKey } from '../../../../shared/lake/keys.ts';
import { HISTORY_LIMIT, type Outcome } from '../../../../shared/lake/manifest.ts';
import { changeManifest, readManifest, recordOutcome } from '../../../../shared/lake/manifest-store.ts';
import { ERROR_NAMES } from '../../../../shared/runtime/errors.ts';
import type { LakeStore } from '../../../../shared/runtime/lake-port.ts';
import { folderLake } from '../../../helpers/folder-lake.ts';
import { publicationOf, sourceOf } from '../../shared/lake/manifest-fixtures.ts';
import { type LocalLake, startLake } from './stack.ts';

const AT = '2026-11-02T08:00:00.000Z';
const KEY = 'raw/a.csv';

function candidate(dataset: string, run: string, version: string, sequencer?: string, rerun = false): Candidate {
  const source = sourceOf(version, sequencer);
  return { dataset, run, rerun, source, publication: publicationOf(run, source) };
}

describe.each(['a folder', 'S3'] as const)('commit, the lake in %s', (where) => {
  let lake: LakeStore;
  let close: () => Promise<unknown>;
  let dataset = '';
  let count = 0;

  beforeAll(async () => {
    if (where === 'S3') {
      const local: LocalLake = await startLake();
      lake = local.lake;
      close = local.close;
    } else {
      const folder = await mkdtemp(join(tmpdir(), 'energy-commit-'));
      lake = folderLake(folder);
      close = () => rm(folder, { recursive: true });
    }
  });
  afterAll(() => close());
  beforeEach(() => {
    count += 1;
    dataset = `set-${count}`;
  });

  const current = async () => (await readManifest(lake, dataset, KEY)).manifest;

  it('publishes the first run, as one line', async () => {
    const done = await commit(lake, candidate(dataset, 'run-1', 'v1', '10'), AT);
    expect(done.outcome).toBe('COMMITTED');
    const stored = await lake.getText(manifestKey(dataset));
    expect(stored?.text.match(/\n/g)).toHaveLength(1);
    expect(await current()).toMatchObject({ key: KEY, sequencer: '10', published: { run: 'run-1' }, history: [] });
  });

  it('moves what was published into the history', async () => {
    await commit(lake, candidate(dataset, 'run-1', 'v1', '10'), AT);
    await commit(lake, candidate(dataset, 'run-2', 'v2', '20'), '2026-11-03T00:00:00.000Z');
    expect(await current()).toMatchObject({
      sequencer: '20',
      published: { run: 'run-2' },
      history: [{ run: 'run-1', superseded_at: '2026-11-03T00:00:00.000Z' }],
    });
  });

  it('takes a retry of the same run for what it is', async () => {
    await commit(lake, candidate(dataset, 'run-1', 'v1', '10'), AT);
    const again = await commit(lake, candidate(dataset, 'run-1', 'v1', '10'), AT);
    expect(again.outcome).toBe('RESUMED');
    expect((await current())?.history).toEqual([]);
  });

  it('publishes nothing for a version that is published, and nothing for an older one', async () => {
    await commit(lake, candidate(dataset, 'run-2', 'v2', '20'), AT);
    const same = await commit(lake, candidate(dataset, 'run-9', 'v2', '20'), AT);
    const older = await commit(lake, candidate(dataset, 'run-1', 'v1', '10'), AT);
    expect([same.outcome, older.outcome]).toEqual(['ALREADY_PROCESSED', 'SUPERSEDED']);
    expect(await current()).toMatchObject({
      published: { run: 'run-2' },
      history: [],
      outcomes: [{ run: 'run-1', outcome: 'SUPERSEDED', source: { version: 'v1' } }],
    });
  });

  it('does not give the place back to a run that was replaced', async () => {
    await commit(lake, candidate(dataset, 'run-1', 'v1', '10'), AT);
    await commit(lake, candidate(dataset, 'run-2', 'v2', '20'), AT);
    const late = await commit(lake, candidate(dataset, 'run-1', 'v1', '10'), AT);
    expect(late.outcome).toBe('SUPERSEDED');
    expect(await current()).toMatchObject({ published: { run: 'run-2' }, history: [{ run: 'run-1' }], outcomes: [] });
  });

  it('gives one publication for ten duplicates at once', async () => {
    const runs = Array.from({ length: 10 }, (_, index) => candidate(dataset, `run-${index}`, 'v1', '10'));
    const outcomes = (await Promise.all(runs.map((each) => commit(lake, each, AT)))).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'COMMITTED')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'ALREADY_PROCESSED')).toHaveLength(9);
    expect((await current())?.history).toEqual([]);
  });

  it('ends with the newest of ten versions at once, and loses none of them', async () => {
    const runs = Array.from({ length: 10 }, (_, index) => candidate(dataset, `run-${index}`, `v${index}`, `1${index}`));
    await Promise.all(runs.map((each) => commit(lake, each, AT)));
    const manifest = await current();
    expect(manifest?.published?.run).toBe('run-9');
    const seen = [manifest?.published, ...(manifest?.history ?? []), ...(manifest?.outcomes ?? [])];
    expect(new Set(seen.map((each) => each?.run)).size).toBe(10);
  });

  it('keeps the history bounded', async () => {
    for (let index = 0; index < HISTORY_LIMIT + 3; index += 1) {
      const sequencer = String(index).padStart(4, '0');
      await commit(lake, candidate(dataset, `run-${index}`, `v${index}`, sequencer), AT);
    }
    const manifest = await current();
    expect(manifest?.history).toHaveLength(HISTORY_LIMIT);
    expect(manifest?.history[0]?.run).toBe(`run-${HISTORY_LIMIT + 1}`);
  });

  it('refuses a manifest of another key', async () => {
    await commit(lake, candidate(dataset, 'run-1', 'v1', '10'), AT);
    const other = candidate(dataset, 'run-2', 'v2', '20');
    const stranger = { ...other, source: { ...other.source, key: 'raw/b.csv' } };
    await expect(commit(lake, stranger, AT)).rejects.toMatchObject({
      name: ERROR_NAMES.inputRejected,
      code: 'KEY_CONFLICT',
    });
  });

  it('says what to do about a manifest that is none', async () => {
    await lake.putText(manifestKey(dataset), 'not json', 'application/json');
    await expect(commit(lake, candidate(dataset, 'run-1', 'v1'), AT)).rejects.toThrow(/is not a manifest; restore/);
  });

  it('asks the key where no sequencer can tell', async () => {
    await lake.putText(KEY, `bytes of ${dataset}`, 'text/csv');
    const head = await lake.head(KEY);
    await commit(lake, candidate(dataset, 'run-1', 'v1'), AT);
    const stale = await commit(lake, candidate(dataset, 'run-2', 'v2'), AT);
    const source = {
      bucket: 'b',
      key: KEY,
      etag: head?.etag ?? '',
      ...(head?.version ? { version: head.version } : {}),
    };
    const fresh = await commit(
      lake,
      { dataset, run: 'run-3', rerun: false, source, publication: publicationOf('run-3', source) },
      AT,
    );
    expect([stale.outcome, fresh.outcome]).toEqual(['SUPERSEDED', 'COMMITTED']);
  });

  it('survives a write whose answer was lost', async () => {
    let lost = 0;
    const forgetful: LakeStore = {
      ...lake,
      async putTextIf(...given) {
        const written = await lake.putTextIf(...given);
        // The SDK tried again and met its own first write.
        if (written) lost += 1;
        return false;
      },
    };
    const first = await commit(forgetful, candidate(dataset, 'run-1', 'v1', '10'), AT);
    const second = await commit(forgetful, candidate(dataset, 'run-2', 'v2', '20'), AT);
    expect([first.outcome, second.outcome, lost]).toEqual(['RESUMED', 'RESUMED', 2]);
    expect(await current()).toMatchObject({ published: { run: 'run-2' }, history: [{ run: 'run-1' }] });
  });

  it('gives up after a bounded number of lost races, as something to try again', async () => {
    const refusing: LakeStore = { ...lake, putTextIf: async () => false };
    await expect(commit(refusing, candidate(dataset, 'run-1', 'v1'), AT)).rejects.toMatchObject({
      name: ERROR_NAMES.transientDependency,
    });
  });

  describe('outcomes', () => {
    const rejected = (run: string, version: string): Outcome => ({
      source: sourceOf(version, '30'),
      run,
      outcome: 'REJECTED',
      code: 'EMPTY_FILE',
      message: 'The file holds no readings.',
      copy_of: null,
      at: AT,
    });

    it('are recorded once a version, and supersede nothing', async () => {
      await recordOutcome(lake, dataset, rejected('run-1', 'v1'));
      await recordOutcome(lake, dataset, rejected('run-2', 'v1'));
      await commit(lake, candidate(dataset, 'run-3', 'v0', '10'), AT);
      expect(await current()).toMatchObject({
        published: { run: 'run-3' },
        sequencer: '10',
        outcomes: [{ run: 'run-2', code: 'EMPTY_FILE' }],
      });
    });

    it('fall away when the version is published after all', async () => {
      await recordOutcome(lake, dataset, rejected('run-1', 'v1'));
      await commit(lake, candidate(dataset, 'run-2', 'v1', '30'), AT);
      expect((await current())?.outcomes).toEqual([]);
    });

    it('are not lost when recorded beside a commit', async () => {
      await Promise.all([
        commit(lake, candidate(dataset, 'run-0', 'v0', '10'), AT),
        ...['v1', 'v2', 'v3'].map((version) => recordOutcome(lake, dataset, rejected(`run-${version}`, version))),
      ]);
      const manifest = await current();
      expect(manifest?.published?.run).toBe('run-0');
      expect(manifest?.outcomes.map(({ source }) => source.version).sort()).toEqual(['v1', 'v2', 'v3']);
    });
  });

  describe('rollback', () => {
    it('publishes the earlier run again and keeps the highest sequencer', async () => {
      await commit(lake, candidate(dataset, 'run-1', 'v1', '10'), AT);
      await commit(lake, candidate(dataset, 'run-2', 'v2', '20'), AT);
      await rollback(lake, { dataset, key: KEY, run: 'run-1' }, '2026-11-04T00:00:00.000Z', async () => {});
      const manifest = await current();
      expect(manifest).toMatchObject({ sequencer: '20', published: { run: 'run-1' } });
      expect(manifest?.history.map(({ run }) => run)).toEqual(['run-2']);
      expect(manifest?.published).not.toHaveProperty('superseded_at');
      const duplicate = await commit(lake, candidate(dataset, 'run-9', 'v2', '20'), AT);
      expect(duplicate.outcome).toBe('SUPERSEDED');
    });

    it('names the runs there are when it is asked for another', async () => {
      await commit(lake, candidate(dataset, 'run-1', 'v1', '10'), AT);
      await commit(lake, candidate(dataset, 'run-2', 'v2', '20'), AT);
      await expect(rollback(lake, { dataset, key: KEY, run: 'run-7' }, AT, async () => {})).rejects.toThrow(
        /earlier runs: run-1/,
      );
    });
  });

  it('shows a change the manifest that won, not the one it knew', async () => {
    await commit(lake, candidate(dataset, 'run-1', 'v1', '10'), AT);
    const known = await readManifest(lake, dataset, KEY);
    await commit(lake, candidate(dataset, 'run-2', 'v2', '20'), AT);
    const shown: (string | undefined)[] = [];
    await changeManifest(
      lake,
      dataset,
      KEY,
      (manifest) => {
        shown.push(manifest?.published?.run);
        return manifest ? { write: { ...manifest, outcomes: [] }, result: undefined } : { result: undefined };
      },
      known,
    );
    expect(shown).toEqual(['run-1', 'run-2']);
  });
});
