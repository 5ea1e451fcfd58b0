import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { otherPort } from '../../cli/hints.ts';
import { reportSchema } from '../../shared/report/report.ts';
import { energy, startEnergy } from '../helpers/energy.ts';

const SLOW = 180_000;

let folder = '';
/** Every command of a test works on one lake. */
const lake = () => ['--lake', 'lake'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Serves the lake on a free port while `use` runs, then ends it as Ctrl-C does. */
async function whileServing(use: (port: string) => Promise<void>): Promise<void> {
  const serving = startEnergy(['serve', '--port', '0', ...lake()], folder);
  try {
    await serving.sees('Serving http://127.0.0.1:');
    const { url } = JSON.parse(readFileSync(join(folder, 'lake', 'serving.json'), 'utf8'));
    await use(new URL(url).port);
  } finally {
    serving.child.kill('SIGINT');
  }
  expect(await serving.ended).toMatchObject({ code: 0 });
  expect(existsSync(join(folder, 'lake', 'serving.json'))).toBe(false);
}

async function json(args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await energy([...args, ...lake()], folder);
  expect(stderr).not.toContain('error:');
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

describe('the first start, and what can be done after it', { timeout: SLOW }, () => {
  test('an empty lake gets the sample month; its run is followed and summarised', async () => {
    const { code, stdout, stderr } = await energy(['start', '--once', '--port', '0', ...lake()], folder);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('2,880 readings') });
    for (const state of ['ValidateReadings', 'AggregateUsage', 'DetectAnomalies', 'ForecastDemand', 'PublishResults']) {
      expect(stderr).toMatch(new RegExp(`✓ ${state} +succeeded`));
    }
    expect(stdout).toMatch(/^Status +PUBLISHED$/m);
    expect(stdout).toMatch(/^Readings +2,880 accepted$/m);
    for (const appliance of ['AC', 'Refrigerator', 'Heater', 'Washing Machine']) {
      expect(stdout).toMatch(new RegExp(`^${appliance} +[\\d,.]+ kWh +[\\d.]+ %`, 'm'));
    }
    const path = /^Report +(\S.*)$/m.exec(stdout)?.[1] ?? '';
    expect(readFileSync(join(folder, path), 'utf8')).toContain('<html');
  });

  test('the anomalies that were made strong enough to be found are found', async () => {
    const report = reportSchema.parse(await json(['report', 'sample', '--json']));
    expect(report.readings).toEqual({ accepted: 2880, rejected: 0, missing: 0, duplicates: 0 });
    expect(report.period).toEqual({ from: '2026-10-01T00:00:00', to: '2026-10-31T00:00:00', days: 30 });
    const truth = readFileSync(join(folder, 'lake', 'sample', 'sample-month.csv.truth.csv'), 'utf8');
    // An evening's anomaly: 2 to 3.5 times of what is already the day's highest.
    const evening = truth.split('\n').filter((line) => /T(18|19|20|21):/.test(line));
    const made = new Set(evening.map((line) => line.split(',').slice(1, 3).join(' ')));
    expect(made.size).toBeGreaterThan(10);
    const { top } = report.anomalies;
    expect(top.length).toBeGreaterThan(0);
    const worst = top.slice(0, 5).map(({ timestamp, appliance }) => `${timestamp} ${appliance}`);
    for (const one of worst) expect(made).toContain(one);
  });

  test('a second start finds the lake and its runs, and makes nothing new', async () => {
    const { code, stdout, stderr } = await energy(['start', '--once', '--port', '0', ...lake()], folder);
    expect(code).toBe(0);
    expect(stdout).toContain('The lake has earlier runs');
    expect(stdout).toMatch(/SUCCEEDED.*raw\/sample-month\.csv/);
    expect(stderr).not.toContain('Uploading');
    expect(await json(['runs', '--json'])).toHaveLength(1);
  });

  test('commands find the stack that serves, whatever its port', async () => {
    await whileServing(async (port) => {
      const runs = await json(['runs', '--json']);
      expect(runs).toMatchObject([{ status: 'SUCCEEDED', key: 'raw/sample-month.csv', error: null }]);
      const [{ run }] = runs as [{ run: string }];

      const shown = await energy(['show', run.slice(0, 6), ...lake()], folder);
      expect(shown.stdout).toMatch(/PublishResults +SUCCEEDED/);
      const logs = await energy(['logs', run, ...lake()], folder);
      expect(logs.stdout).toContain('readings:validated');

      const rows = await json([
        'query',
        '--format',
        'json',
        'SELECT appliance, COUNT(*) AS n FROM raw_energy_data GROUP BY appliance ORDER BY appliance',
      ]);
      expect(rows).toEqual([
        { appliance: 'AC', n: 720 },
        { appliance: 'Heater', n: 720 },
        { appliance: 'Refrigerator', n: 720 },
        { appliance: 'Washing Machine', n: 720 },
      ]);
      const wrong = await energy(['query', 'SELECT nonsense FROM raw_energy_data', ...lake()], folder);
      expect(wrong).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('nonsense') });

      const second = await energy(['serve', '--port', port, '--lake', 'other'], folder);
      expect(second.code).toBe(1);
      expect(second.stderr).toContain(`Port ${port} is taken by another local stack`);
      expect(second.stderr).not.toContain('    at ');
      const doctor = await energy(['doctor', ...lake()], folder);
      expect(doctor.stdout).toContain('A stack serves this lake');
    });
  });

  test('a refused file ends with 1, its sentence and its rows; nothing is published', async () => {
    await writeFile(join(folder, 'bad\u001b[2J.csv'), 'timestamp,appliance,kwh\n2026-10-01T00:00:00,AC,a\u001b[2Jb\n');
    const { code, stdout, stderr } = await energy(['run', 'bad\u001b[2J.csv', ...lake()], folder);
    expect(code).toBe(1);
    expect(stdout).toContain('TOO_MANY_REJECTS');
    expect(stdout).toContain('2026-10-01T00:00:00,AC,a\\x1b[2Jb');
    expect(stdout + stderr).not.toContain('\u001b');
    expect(await energy(['report', 'bad', ...lake()], folder)).toMatchObject({ code: 1 });
    expect(await energy(['runs', '--failed', ...lake()], folder)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('TOO_MANY_REJECTS'),
    });
  });

  test('Ctrl-C in the middle of a run leaves one that can go on', async () => {
    await energy(['generate', '--kind', 'sites', '--out', 'sites.csv'], folder);
    const interrupted = startEnergy(['run', 'sites.csv', ...lake()], folder);
    await interrupted.sees('Run ');
    interrupted.child.kill('SIGINT');
    const { code, stdout, stderr } = await interrupted.ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('can be replayed');

    // The refused file of the test before is left out: a replay cannot change it.
    const replayed = await energy(['replay', '--failed', ...lake()], folder);
    expect(replayed.stdout).toMatch(/raw\/bad.* +left out +TOO_MANY_REJECTS/);
    expect(replayed.stdout).toMatch(/raw\/sites\.csv +went on +PUBLISHED/);
    expect(replayed.code).toBe(0);
    const runs = await json(['runs', '--json']);
    expect(runs).toMatchObject([{ key: 'raw/sites.csv', status: 'SUCCEEDED' }, { status: 'FAILED' }, {}]);
  });

  test('an upload while nothing serves waits for its run; one JSON document tells of several', async () => {
    await energy(['generate', '--days', '3', '--out', 'a.csv'], folder);
    await energy(['generate', '--days', '3', '--seed', '2', '--out', 'b.csv'], folder);
    const uploaded = await energy(['upload', 'a.csv', '--site-id', 'home', ...lake()], folder);
    expect(uploaded).toMatchObject({ code: 0, stderr: expect.stringContaining('No stack is serving') });
    expect(uploaded.stdout).toMatch(/^a\.csv .* s3:\/\/energy-lake\/raw\/a\.csv {2}run \S+$/m);
    const outcomes = await json(['run', 'a.csv', 'b.csv', '--site-id', 'home', '--json']);
    expect(outcomes).toMatchObject([
      { file: 'a.csv', status: 'PUBLISHED', summary: { rows: { read: 288 } } },
      { file: 'b.csv', status: 'PUBLISHED', summary: { rows: { read: 288 } } },
    ]);
    const sites = await json(['query', '--format', 'json', 'SELECT DISTINCT site_id FROM raw_energy_data ORDER BY 1']);
    expect(sites).toEqual([
      { site_id: 'default' },
      { site_id: 'home' },
      ...['1', '2', '3', '4', '5'].map((n) => ({ site_id: `site-${n}` })),
    ]);
  });

  test('two commands on one lake at once: one waits for the other, and both are done', async () => {
    // Another site than the sample's: its days would be history of the sample's forecast.
    const run = (file: string) => energy(['run', file, '--site-id', 'home', ...lake()], folder);
    const both = await Promise.all(['a.csv', 'b.csv'].map(run));
    for (const { code, stdout } of both) {
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Status +PUBLISHED$/m);
    }
  });

  test('a replay of a run that succeeded publishes the same bytes again', async () => {
    const before = reportSchema.parse(await json(['report', 'sample', '--json']));
    const replayed = await energy(['replay', before.run.slice(0, 8), ...lake()], folder);
    expect(replayed.code).toBe(0);
    const after = reportSchema.parse(await json(['report', 'sample', '--json']));
    expect(after.run).not.toBe(before.run);
    expect({ ...after, run: '' }).toEqual({ ...before, run: '' });
  });
});

test('a port that another program holds is named, with the way out', { timeout: SLOW }, async () => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = String(typeof address === 'object' && address !== null ? address.port : 0);
  try {
    const { code, stdout, stderr } = await energy(['start', '--port', port, '--lake', 'taken'], folder);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`Port ${port} of 127.0.0.1 is taken by another program.`);
    expect(stderr).toContain(`--port ${otherPort(Number(port))}`);
    expect(stderr).not.toContain('    at ');
  } finally {
    server.close();
  }
});
