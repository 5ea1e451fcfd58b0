import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { energy } from '../../../helpers/energy.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secret-'));
});
afterAll(() => rm(folder, { recursive: true }));

const lake = ['--lake', 'lake', '--port', '0'];
const VALUE = 'value-that-must-not-show';

test('a secret is kept, changed and listed without its value, in a file that only its owner may read', async () => {
  const kept = await energy(['secret', 'energy/openai', ...lake], folder, {}, `${VALUE}\n`);
  expect(kept).toMatchObject({ code: 0, stderr: expect.stringContaining('ENERGY_INSIGHTS_SECRET=energy/openai') });
  const changed = await energy(['secret', 'energy/openai', ...lake], folder, {}, `${VALUE}2`);
  const listed = await energy(['secret', ...lake], folder);
  expect(listed.stdout).toMatch(/energy\/openai +\d{4}-\d\d-\d\d \d\d:\d\d/);
  expect(JSON.stringify([kept, changed, listed])).not.toContain(VALUE);

  const secrets = join(folder, 'lake/secrets');
  const [file = '', ...more] = await readdir(secrets);
  expect(more).toEqual([]);
  expect((await stat(join(secrets, file))).mode & 0o777).toBe(0o600);
  expect((await stat(secrets)).mode & 0o777).toBe(0o700);
  expect(JSON.parse(await readFile(join(secrets, file), 'utf8'))).toMatchObject({ value: `${VALUE}2` });
});

test('without a value nothing is kept', async () => {
  const refused = await energy(['secret', 'energy/other', '--lake', 'empty', '--port', '0'], folder, {}, ' \n');
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no value') });
  const listed = await energy(['secret', '--lake', 'empty', '--port', '0'], folder);
  expect(listed).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('There is no secret') });
});
