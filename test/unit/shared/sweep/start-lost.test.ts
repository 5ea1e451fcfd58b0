import { expect, it } from 'vitest';
import { findLost, type RunOf, type Runs, startLost } from '../../../../shared/sweep/start-lost.ts';

const NOW = new Date('2026-11-02T12:00:00Z');
const upload = (key: string, minutes: number, etag = 'e') => ({
  ...{ key, etag, bytes: 5 },
  modified: new Date(NOW.getTime() - minutes * 60_000),
});

function runsOf(known: readonly RunOf[] | null) {
  const started = new Map<string, unknown>();
  const asked: Date[] = [];
  const runs: Runs = {
    underWay: async (since) => {
      asked.push(since);
      return known;
    },
    start: async (name, event) => {
      if (started.has(name)) return false;
      started.set(name, event);
      return true;
    },
  };
  return { runs, started, asked };
}

it('starts an upload that no execution knows, once', async () => {
  const lost = upload('raw/lost.csv', 20);
  const { runs, started, asked } = runsOf([{ key: 'raw/failed.csv', etag: 'e' }]);
  const found = await findLost([lost, upload('raw/failed.csv', 30)], runs, NOW);
  expect(found).toEqual([lost]);
  expect(asked).toEqual([upload('', 30).modified]);
  expect(await startLost([lost], 'lake', runs, NOW)).toBe(1);
  expect(await startLost([lost], 'lake', runs, NOW)).toBe(0);
  expect([...started.values()]).toMatchObject([{ detail: { object: { key: 'raw/lost.csv', etag: 'e', size: 5 } } }]);
});

it('starts a newer version of a key of which an older one is under way', async () => {
  const { runs } = runsOf([{ key: 'raw/a.csv', etag: 'old' }]);
  const newer = upload('raw/a.csv', 20, 'new');
  expect(await findLost([newer], runs, NOW)).toEqual([newer]);
});

it('leaves what was uploaded a moment ago, and what earlier sweeps have seen', async () => {
  const { runs, asked } = runsOf([]);
  const some = [upload('raw/now.csv', 5), upload('raw/old.csv', 48 * 60)];
  expect(await findLost(some, runs, NOW, 24 * 3_600_000)).toEqual([]);
  expect(asked).toEqual([]);
});

it('says that it cannot tell where too many executions are under way', async () => {
  expect(await findLost([upload('raw/a.csv', 20)], runsOf(null).runs, NOW)).toBeNull();
});
