import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { outlived } from '../../../../local/stepfunctions/kept.ts';
import { Store } from '../../../../local/stepfunctions/store.ts';
import { type ExecutionStatus, now, type Summary } from '../../../../local/stepfunctions/types.ts';

const DAY = 86_400;
const MACHINE = 'machine';

const execution = (name: string, status: ExecutionStatus, daysAgo: number): Summary => {
  const startDate = now() - daysAgo * DAY;
  const ended = status === 'RUNNING' ? {} : { stopDate: startDate + 1 };
  return { machine: MACHINE, name, status, startDate, redriveCount: 0, ...ended };
};

test('what succeeded goes when there are too many, what failed when it is old, what runs never', () => {
  const all = [
    execution('runs', 'RUNNING', 400),
    execution('failed-long-ago', 'FAILED', 91),
    execution('succeeded-long-ago', 'SUCCEEDED', 91),
    execution('failed', 'FAILED', 89),
    ...[5, 4, 3].map((day) => execution(`succeeded-${day}`, 'SUCCEEDED', day)),
  ];
  const names = (succeeded: number) => outlived(all, now(), { days: 90, succeeded }).map(({ name }) => name);
  expect(names(10)).toEqual(['failed-long-ago', 'succeeded-long-ago']);
  expect(names(2)).toEqual(['failed-long-ago', 'succeeded-long-ago', 'succeeded-5']);
});

const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true });
});

/** As a run leaves it. */
function end(store: Store, summary: Summary): void {
  const { machine, name, startDate } = summary;
  const log = store.create({ machine, name, definition: 'd' });
  log.write({ event: { id: 1, previousEventId: 0, timestamp: startDate, type: 'ExecutionSucceeded' }, scope: '' });
  log.close();
  store.save(summary);
}

test('a folder holds so many histories and lines of the index as are kept, however long it runs', () => {
  const home = mkdtempSync(join(tmpdir(), 'energy-kept-'));
  homes.push(home);
  const kept = { days: 90, succeeded: 5 };
  const store = new Store(home, kept);
  const files = () => readdirSync(join(home, 'executions', MACHINE)).length;
  for (let at = 0; at < 320; at += 1) end(store, execution(`run-${at}`, 'SUCCEEDED', 1 - at / 1000));
  expect(files()).toBeLessThan(110);
  expect(store.list(MACHINE)).toHaveLength(files());
  // A start looks, too.
  const again = new Store(home, kept);
  const left = ['run-315', 'run-316', 'run-317', 'run-318', 'run-319'];
  expect(again.list(MACHINE).map(({ name }) => name)).toEqual(left.toReversed());
  expect(files()).toBe(5);
  expect(
    readFileSync(join(home, 'executions', 'index.jsonl'), 'utf8')
      .trim()
      .split('\n'),
  ).toHaveLength(5);
  // What began before the last that is gone is not taken for an upload that no run was started for.
  const gone = again.get(MACHINE, 'run-315')?.startDate ?? 0;
  expect([gone - 3600, now()].map((at) => again.mayHaveForgotten(at))).toEqual([true, false]);
  expect(existsSync(join(home, 'executions', '.forgotten.new'))).toBe(false);
});
