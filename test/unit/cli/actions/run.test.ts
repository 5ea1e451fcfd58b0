import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createS3 } from '../../../../local/s3/index.ts';
import { STACK } from '../../../../local/stack.ts';
import { energy } from '../../../helpers/energy.ts';
import { threeWeeks } from '../../../helpers/month.ts';
import { testStack } from '../../../helpers/stack.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'energy-run-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('starts the run of an upload that a killed process left without one, and waits for it', async () => {
  const home = join(folder, 'lake');
  const alone = join(folder, 'alone.csv');
  await writeFile(alone, threeWeeks());
  const store = await createS3({ home, onChanged: () => {} });
  await store.createBucket(STACK.bucket);
  const { version } = await store.putFile({ bucket: STACK.bucket, key: 'raw/alone.csv', file: alone, metadata: {} });
  await store.close();

  await writeFile(join(folder, 'other.csv'), 'timestamp,kwh\n');
  const ran = await energy(['run', 'other.csv', '--lake', home], folder);
  expect(ran.stderr).toContain('Started 1 run of earlier uploads: a process had ended before it could start them.');
  expect(ran.stdout).toContain('EMPTY_FILE');

  const stack = await testStack({ home });
  expect(await stack.executionOf(version)).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'PUBLISHED' } });
  await stack.stop();

  await writeFile(alone, 'timestamp,kwh\n');
  const again = await energy(['run', 'alone.csv', '--lake', home], folder);
  expect(again.stderr).toContain('Once its run succeeds, alone.csv replaces what is published under its name');
  expect(again.stderr).toContain('rollback alone-');
});
