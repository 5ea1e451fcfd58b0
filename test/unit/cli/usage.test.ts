import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProgram } from '../../../cli/program.ts';
import { energy } from '../../helpers/energy.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usage-'));
  await writeFile(join(folder, 'file.csv'), 'timestamp,appliance,kwh\n');
  await writeFile(join(folder, 'not.json'), '{');
});
afterAll(() => rm(folder, { recursive: true }));

test.each(['run', 'generate', 'doctor', 'start'])('energy %s --help explains the command', async (name) => {
  const { code, stdout, stderr } = await energy([name, '--help'], folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`Usage: energy ${name}`);
});

test('without a command, the help is what is printed', async () => {
  const { code, stdout } = await energy([], folder);
  expect(code).toBe(0);
  const shown = createProgram().commands.map((command) => command.name());
  for (const name of shown.filter((name) => name !== 'start')) expect(stdout).toContain(`\n  ${name} `);
});

describe('a wrong call ends with 2 and says what to do', () => {
  test.each([
    ['an unknown command', ['rnu'], 'Did you mean run?'],
    ['an unknown option', ['runs', '--faild'], 'Did you mean --failed?'],
    ['a missing file', ['run'], "missing required argument 'file'"],
    ['a file that is not there', ['run', 'absent.csv'], 'absent.csv cannot be read. There is no such file.'],
    ['a folder as a file', ['upload', '.'], 'is not a file'],
    ['a file given twice', ['run', 'file.csv', './file.csv'], 'the second would replace the first'],
    ['a port that is none', ['runs', '--port', '70000'], 'It must be a whole number from 0 to 65535.'],
    ['an endpoint that is none', ['runs', '--endpoint', 'here'], 'It must be an address'],
    ['a date that is none', ['generate', '--start', '2026-02-30'], 'It must be a date such as 2026-10-01.'],
    ['a kind that is none', ['generate', '--kind', 'farm'], 'Allowed choices are household, sites, circuits.'],
    ['a function that is none', ['invoke', 'validat', '--event', 'not.json'], 'Allowed choices are validate,'],
    ['an event that is not JSON', ['invoke', 'validate', '--event', 'not.json'], 'not.json is not JSON'],
    ['a replay of nothing', ['replay'], "takes either the name of a run, '--failed', '--partial' or '--upload KEY'."],
    ['tariffs that are not JSON', ['tariff', 'not.json'], 'not.json is not JSON: look at line 1'],
    ['tariffs that are not there', ['tariff', 'absent.json'], 'absent.json cannot be read'],
    ['a check of nothing', ['tariff', '--check'], '--check needs a file'],
    ['both forms of a report', ['report', 'x', '--json', '--markdown'], 'exclude each other'],
  ])('%s', async (_what, args, message) => {
    const { code, stdout, stderr } = await energy(args, folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });
});

test('an endpoint where nothing answers is named, with the way out', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  const { code, stderr } = await energy(['runs', '--endpoint', `http://127.0.0.1:${port}`], folder);
  expect(code).toBe(1);
  expect(stderr).toContain(`Nothing answers at http://127.0.0.1:${port}.`);
});

describe('generate', () => {
  test('names its files, does not replace them, and says what to do next', async () => {
    const first = await energy(['generate', '--days', '1'], folder);
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toContain('96 rows');
    expect(first.stderr).toContain('energy -- run household-2026-10-01-1d.csv');
    const written = await readFile(join(folder, 'household-2026-10-01-1d.csv'), 'utf8');
    const again = await energy(['generate', '--days', '1', '--seed', '2'], folder);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('is there already');
    expect(await readFile(join(folder, 'household-2026-10-01-1d.csv'), 'utf8')).toBe(written);
  });

  test('writes where the person stands, although npm runs scripts in the project', async () => {
    const { code } = await energy(['generate', '--rows', '1', '--out', 'here.csv'], tmpdir(), { INIT_CWD: folder });
    expect(code).toBe(0);
    expect(await readFile(join(folder, 'here.csv'), 'utf8')).toMatch(/^timestamp,appliance,kwh\n/);
  });

  test('writes to stdout and nothing else there', async () => {
    const { code, stdout, stderr } = await energy(
      ['generate', '--rows', '3', '--out', '-', '--format', 'ndjson'],
      folder,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map((row) => row.appliance)).toEqual(['AC', 'Refrigerator', 'Heater']);
  });
});
