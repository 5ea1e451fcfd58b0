/** A disk that fills while the stack serves: everything ends with a sentence that names it, and nothing is lost. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STACK } from '../../local/stack.ts';
import { type Energy, energy, startEnergy } from '../helpers/energy.ts';
import { threeWeeks } from '../helpers/month.ts';

const FULL = 'The disk that holds the lake is full (ENOSPC). Make room, then try again.';
const COUNT = 'SELECT count(*) AS n FROM raw_energy_data';

let folder: string;
let flag: string;
let serving: Energy;
let url: string;
let sfn: SFNClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'energy-full-'));
  flag = join(folder, 'full');
  writeFileSync(join(folder, 'a.csv'), threeWeeks());
  writeFileSync(join(folder, 'b.csv'), threeWeeks({ bump: 1 }));
  serving = startEnergy(['serve', '--lake', join(folder, 'lake'), '--port', '0'], folder, {
    NODE_OPTIONS: `--import=${join(import.meta.dirname, '../helpers/full-disk.mjs')}`,
    ENERGY_TEST_FULL_DISK: flag,
  });
  let said = '';
  serving.child.stderr?.on('data', (text: string) => {
    said += text;
  });
  await serving.sees('Serving http');
  url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '';
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  sfn = new SFNClient({ endpoint: url, region: STACK.region, credentials });
});
afterAll(async () => {
  sfn.destroy();
  serving.child.kill('SIGINT');
  await serving.ended;
  rmSync(folder, { recursive: true, force: true });
});

const fill = () => writeFileSync(flag, '');
const makeRoom = () => rmSync(flag);
const ask = (...args: string[]) => energy([...args, '--endpoint', url], folder);

async function statuses(): Promise<string[]> {
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: STACK.stateMachineArn }));
  return executions.map(({ status }) => status ?? '');
}

it('lets uploads and queries end with that sentence, and serves on', async () => {
  expect((await ask('run', 'a.csv', '--site-id', 'a')).code).toBe(0);
  fill();
  const refused = await ask('upload', 'b.csv');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(FULL);
  const query = await ask('query', COUNT);
  expect(query.code).toBe(1);
  expect(query.stderr).toContain(FULL);
  makeRoom();
  expect((await ask('query', COUNT)).stdout).toContain('1008');
});

it('fails a run that is under way, which goes on when there is room', async () => {
  const running = ask('run', 'b.csv', '--site-id', 'b');
  while (!(await statuses()).includes('RUNNING')) await sleep(5);
  fill();
  const failed = await running;
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain(FULL);
  expect(await statuses()).toEqual(['FAILED', 'SUCCEEDED']);
  makeRoom();
  const replayed = await ask('replay', '--failed');
  expect(replayed.code, replayed.stdout).toBe(0);
  expect(await statuses()).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect((await ask('query', COUNT)).stdout).toContain('2016');
});
