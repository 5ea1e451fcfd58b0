import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deleteOlder } from '../../../../local/lambda/run-logs.ts';

test('the logs of the newest runs are kept, and that of functions without a run', async () => {
  const logs = await mkdtemp(join(tmpdir(), 'energy-logs-'));
  onTestFinished(() => rm(logs, { recursive: true, force: true }));
  const names = ['invoke', 'invoke.1', 'run-a', 'run-b', 'run-c', 'run-d'];
  for (const [minute, name] of names.entries()) {
    await writeFile(join(logs, `${name}.jsonl`), '{}\n');
    await utimes(join(logs, `${name}.jsonl`), minute * 60, minute * 60);
  }
  const left = async () => (await readdir(logs)).map((name) => name.replace('.jsonl', '')).sort();
  await deleteOlder(logs, 4);
  expect(await left()).toEqual(names);
  await deleteOlder(logs, 2);
  expect(await left()).toEqual(['invoke', 'invoke.1', 'run-c', 'run-d']);
  // Nothing has run yet.
  await deleteOlder(join(logs, 'none'), 2);
});
