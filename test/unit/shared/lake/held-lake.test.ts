import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { heldLake } from '../../../../shared/lake/held-lake.ts';
import { folderLake } from '../../../helpers/folder-lake.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'energy-held-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('keeps what a step hands to the next one, and writes only what is released', async () => {
  const lake = folderLake(join(folder, 'lake'));
  const held = heldLake(lake, (key) => key.startsWith('processed/'), folder);
  const file = join(folder, 'table');
  await writeFile(file, 'rows');
  await held.upload('processed/daily/data', file, 'text/plain');
  await held.putText('processed/hourly/data', 'hours', 'text/plain');
  await held.putText('reports/report.md', 'report', 'text/plain');
  await writeFile(file, 'of the next table');

  const got = join(folder, 'got');
  await held.download('processed/daily/data', got);
  expect(await readFile(got, 'utf8')).toBe('rows');
  expect(await lake.getText('processed/daily/data')).toBeUndefined();
  expect((await lake.getText('reports/report.md'))?.text).toBe('report');

  await held.release(['processed/daily/']);
  expect((await lake.getText('processed/daily/data'))?.text).toBe('rows');
  expect(await lake.getText('processed/hourly/data')).toBeUndefined();
});

it('fetches an object once', async () => {
  const lake = folderLake(join(folder, 'other'));
  await lake.putText('readings/data', 'readings', 'text/plain');
  let downloads = 0;
  const counted = {
    ...lake,
    download: async (key: string, file: string) => {
      downloads += 1;
      return lake.download(key, file);
    },
  };
  const held = heldLake(counted, () => false, folder);
  for (const name of ['first', 'second']) {
    await held.download('readings/data', join(folder, name));
    expect(await readFile(join(folder, name), 'utf8')).toBe('readings');
  }
  expect(downloads).toBe(1);
});
