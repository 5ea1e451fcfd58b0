/**
 * Every record that the local stack keeps, emptied and torn: it starts, names the record, and loses nothing that is
 * known.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ListExecutionsCommand, ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { energy } from '../helpers/energy.ts';
import { testStack } from '../helpers/stack.ts';

const FILE = 'timestamp,kwh\n2026-10-01 00:00,1\n2026-10-01 01:00,2\n';
const WHOLE = 'SELECT sum(kwh), (SELECT count(*) FROM daily_energy_data) FROM raw_energy_data';

let folder: string;
let sound: string;
let records: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'energy-torn-'));
  sound = join(folder, 'sound');
  const stack = await testStack({ home: sound });
  expect((await stack.upload('raw/a.csv', FILE)).status).toBe('SUCCEEDED');
  expect(await stack.query(WHOLE)).toEqual([['3.000000000', '1']]);
  await stack.stop();
  records = readdirSync(sound, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(sound.length + 1))
    .filter((file) => /^(executions|glue|athena)\//.test(file))
    .filter((file) => !file.startsWith('glue/') || /\/(raw_energy_data|daily_energy_data|database\.json)/.test(file));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function damaged(file: string, keep: number): string {
  const home = join(folder, 'damaged');
  rmSync(home, { recursive: true, force: true });
  cpSync(sound, home, { recursive: true });
  const torn = join(home, file);
  truncateSync(torn, Math.floor(statSync(torn).size * keep));
  return home;
}

/** The stored file with the bytes of a file that the lake shows (copying a lake cuts the links between them). */
function blobOf(home: string, shown: string): string {
  const bytes = readFileSync(join(home, shown));
  const found = readdirSync(join(home, 's3-meta/blobs')).find((name) =>
    readFileSync(join(home, 's3-meta/blobs', name)).equals(bytes),
  );
  return found ?? '';
}

const sizeOf = (home: string, name: string) => statSync(join(home, 's3-meta', name)).size;

describe('a torn record', () => {
  it('is one of each kind', () => {
    const kinds = new Set(records.map((file) => file.split('/')[0]));
    expect([...kinds].sort()).toEqual(['athena', 'executions', 'glue']);
  });

  it.each([
    ['emptied', 0],
    ['cut in half', 0.5],
  ])('%s stops neither the start nor a list, and the tables are whole', { timeout: 240_000 }, async (_, keep) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    for (const file of records) {
      const stack = await testStack({ home: damaged(file, keep) });
      try {
        const { stateMachines = [] } = await stack.sfn.send(new ListStateMachinesCommand({}));
        const stateMachineArn = stateMachines[0]?.stateMachineArn;
        const { executions = [] } = await stack.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
        for (const { executionArn = '' } of executions)
          expect((await stack.wait(executionArn)).status).toBe('SUCCEEDED');
        expect(executions, file).toHaveLength(1);
        expect(await stack.query(WHOLE), file).toEqual([['3.000000000', '1']]);
      } finally {
        await stack.stop();
      }
    }
    said.mockRestore();
  });

  it('of a run is named where somebody asks for it', async () => {
    const history = records.find((file) => /^executions\/[^.].*\//.test(file)) ?? '';
    const { code, stderr } = await energy(
      ['show', basename(history, '.jsonl'), '--lake', damaged(history, 0.01)],
      folder,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/The history of run \S+ is damaged: .*\n.*datasets/);
    const replay = await energy(['replay', basename(history, '.jsonl'), '--lake', damaged(history, 0.01)], folder);
    expect(replay.code).toBe(1);
    expect(replay.stderr).toMatch(/cannot be run again: its history is damaged.*\n.*replay --upload KEY/);
  });

  it('is named by doctor once, with the command that mends it', async () => {
    const history = records.find((file) => /^executions\/[^.].*\//.test(file)) ?? '';
    const partitions = records.find((file) => /\/daily_energy_data\/p-/.test(file)) ?? '';
    const definition = records.find((file) => file.startsWith('executions/.definitions/')) ?? '';
    const doctor = async (home: string) => (await energy(['doctor', '--lake', home], folder)).stdout;
    for (const keep of [0, 0.5]) {
      const home = damaged(history, keep);
      for (const file of [partitions, definition]) truncateSync(join(home, file), 5);
      writeFileSync(join(home, 'athena/named-queries.json'), '{');
      const said = await doctor(home);
      const run = basename(history, '.jsonl');
      const again = keep === 0 ? 'backfill --prefix raw/' : 'replay --upload raw/a\\.csv';
      expect(said).toMatch(
        new RegExp(`! The history of run ${run} is damaged .*what it published stands\n +.*${again}`),
      );
      expect(said).toMatch(/! A list of partitions of daily_energy_data is damaged .*\n +.*energy -- rebuild/);
      expect(said).toMatch(/! A definition that runs were started with is damaged .*\n +The next start writes/);
      expect(said.match(/is damaged/g)).toHaveLength(3);
      // Among them the saved queries, of which only the start of this very command found that they are torn.
      expect(said).toMatch(/! \d damaged records? of the lake (was|were) set aside/);
    }
    const whole = await doctor(damaged(history, 1));
    expect(whole).toContain('✓ The history of every run is whole');
    expect(whole).toContain('✓ Every definition that runs were started with is whole');
    expect(whole).toContain('✓ The partitions of every table can be read');
    expect((await doctor(damaged('s3-meta/catalog.sqlite', 0))).match(/catalog\.sqlite is empty/g)).toHaveLength(1);
  });

  it('of the stored objects refuses the start, and every byte is still there', async () => {
    const catalog = 's3-meta/catalog.sqlite';
    for (const keep of [0, 0.5]) {
      const home = damaged(catalog, keep);
      const blobs = () => readdirSync(join(home, 's3-meta/blobs')).sort();
      const before = blobs();
      const sizes = readdirSync(join(home, 's3-meta')).map((name) => [name, sizeOf(home, name)]);
      await expect(testStack({ home })).rejects.toThrow(/catalog\.sqlite is (empty|damaged).* nothing was changed/);
      expect(blobs()).toEqual(before);
      expect(before.length).toBeGreaterThan(0);
      if (keep === 0)
        expect(readdirSync(join(home, 's3-meta')).map((name) => [name, sizeOf(home, name)])).toEqual(sizes);
      cpSync(join(sound, catalog), join(home, catalog));
      const stack = await testStack({ home });
      expect(await stack.query(WHOLE)).toEqual([['3.000000000', '1']]);
      await stack.stop();
    }
  });

  it('of another lake in their place refuses the start, and every byte is still there', async () => {
    const foreign = join(folder, 'foreign');
    const other = await testStack({ home: foreign });
    await other.stop();
    for (const more of [undefined, 'raw/b.csv']) {
      if (more !== undefined) {
        const stack = await testStack({ home: foreign });
        await stack.put(more, FILE);
        await stack.stop();
      }
      const home = damaged('s3-meta/catalog.sqlite', 1);
      const blobs = () => readdirSync(join(home, 's3-meta/blobs')).sort();
      const before = blobs();
      cpSync(join(foreign, 's3-meta/catalog.sqlite'), join(home, 's3-meta/catalog.sqlite'));
      await expect(testStack({ home })).rejects.toThrow(
        /catalog\.sqlite is not the catalogue of this lake.* nothing was changed/,
      );
      expect(blobs()).toEqual(before);
      cpSync(join(sound, 's3-meta/catalog.sqlite'), join(home, 's3-meta/catalog.sqlite'));
      const mended = await testStack({ home });
      expect(await mended.query(WHOLE)).toEqual([['3.000000000', '1']]);
      await mended.stop();
    }
  });

  it('without its bytes is named, and the others are there', async () => {
    const home = damaged('s3-meta/catalog.sqlite', 1);
    rmSync(join(home, 's3-meta/blobs', blobOf(home, 'lake/energy-lake/raw/a.csv')));
    rmSync(join(home, 'lake/energy-lake/raw/a.csv'));
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const stack = await testStack({ home });
    try {
      expect(said.mock.calls.flat().join('\n')).toMatch(/The bytes of s3:\/\/energy-lake\/raw\/a\.csv are gone/);
      expect(await stack.query(WHOLE)).toEqual([['3.000000000', '1']]);
    } finally {
      said.mockRestore();
      await stack.stop();
    }
  });

  it('bytes that no object has are moved aside', async () => {
    const home = damaged('executions/index.jsonl', 1);
    const stray = join(home, 's3-meta/blobs', '0'.repeat(32));
    cpSync(join(home, 'executions/index.jsonl'), stray);
    const stack = await testStack({ home });
    await stack.stop();
    expect(readFileSync(join(home, 's3-meta/unknown', '0'.repeat(32)), 'utf8')).toContain('SUCCEEDED');
  });
});
