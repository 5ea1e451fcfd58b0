/** The shipped state machine with the real handlers: each way that an upload can go. */
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STACK } from '../../local/stack.ts';
import { datasetOf, manifestKey } from '../../shared/lake/keys.ts';
import { manifestSchema } from '../../shared/lake/manifest.ts';
import { reportSchema } from '../../shared/report/report.ts';
import { threeWeeks } from '../helpers/month.ts';
import { type TestStack, testStack } from '../helpers/stack.ts';

let lake: TestStack;
beforeAll(async () => {
  lake = await testStack();
});
afterAll(() => lake.close());

async function manifestOf(key: string) {
  return manifestSchema.parse(JSON.parse(await lake.text(manifestKey(datasetOf(key)))));
}

/** Starts an execution by hand, as a sweeper would. */
async function start(event: unknown) {
  const { executionArn = '' } = await lake.sfn.send(
    new StartExecutionCommand({ stateMachineArn: STACK.stateMachineArn, input: JSON.stringify(event) }),
  );
  return lake.wait(executionArn);
}

const event = (object: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  id: 'by-hand',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  time: '2026-11-01T00:00:00Z',
  detail: { bucket: { name: STACK.bucket }, object },
  ...more,
});

describe('a few readings of a site that is known', () => {
  it('go the short way, with the figures of the full one and no more than somebody reads', async () => {
    const site = { 'site-id': 'feed' };
    const hours = (from: number, to: number) => [
      'timestamp,kwh',
      ...Array.from({ length: to - from }, (_, nth) => `${hourOf(from + nth)},${1 + (nth % 3)}`),
      '',
    ];
    await lake.upload('raw/feed/first.csv', hours(0, 72).join('\n'), site);
    const key = 'raw/feed/next.csv';
    const run = await lake.upload(key, hours(72, 75).join('\n'), site);
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'PUBLISHED' } });
    expect(await lake.entered(run.arn)).toEqual(['ValidateReadings', 'IsThereWork', 'PublishSmallUpload']);

    const report = reportSchema.parse(JSON.parse(await lake.text(`${run.output.report}report.json`)));
    expect(report).toMatchObject({ readings: { accepted: 3 }, consumption: { total_kwh: 6 }, status: 'PUBLISHED' });
    const [counted] = await lake.query(`SELECT SUM(kwh), COUNT(*) FROM raw_energy_data WHERE site_id = 'feed'`);
    expect(counted?.map(Number)).toEqual([150, 75]);
    const { published } = await manifestOf(key);
    expect(published?.tables.map(({ table }) => table).sort()).toEqual([
      'balance_data',
      'processed_energy_data',
      'upload_readings',
    ]);
    const processed = `SELECT total_kwh FROM processed_energy_data WHERE dataset = '${datasetOf(key)}'`;
    expect((await lake.query(processed)).map(([kwh]) => Number(kwh))).toEqual([6]);
    const present = (name: string) =>
      lake.s3.send(new HeadObjectCommand({ Bucket: STACK.bucket, Key: `${run.output.report}${name}` }));
    await expect(present('report.html')).resolves.toBeDefined();
    await expect(present('daily.csv')).rejects.toThrow();
  });
});

const hourOf = (hour: number) => new Date(Date.UTC(2026, 9, 1, hour)).toISOString();

describe('a new upload', () => {
  it('goes through every state and leaves report, manifest and tables', async () => {
    const key = 'raw/Büro Nord/juni (1) 100%+.csv';
    const run = await lake.upload(key, threeWeeks(), { 'time-zone': 'Europe/Berlin', 'site-id': 'Büro' });
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'PUBLISHED' } });
    const entered = await lake.entered(run.arn);
    expect([...entered].sort()).toEqual([
      'AggregateUsage',
      'Analyse',
      'Describe',
      'DetectAnomalies',
      'ForecastDemand',
      'GenerateInsights',
      'InsightsGenerated',
      'IsThereWork',
      'PublishResults',
      'ValidateReadings',
    ]);
    expect(entered.slice(0, 3)).toEqual(['ValidateReadings', 'IsThereWork', 'Analyse']);
    expect(entered.indexOf('GenerateInsights')).toBeGreaterThan(entered.indexOf('DetectAnomalies'));
    expect(entered.at(-1)).toBe('PublishResults');

    const report = reportSchema.parse(JSON.parse(await lake.text(`${run.output.report}report.json`)));
    expect(report).toMatchObject({
      dataset: datasetOf(key),
      source: { bucket: STACK.bucket, key },
      run: run.name,
      status: 'PUBLISHED',
      timeZone: 'Europe/Berlin',
      rows: { read: 1009 },
      readings: { accepted: 1008, rejected: 1, missing: 0, duplicates: 0 },
      period: { from: '2026-10-01T00:00:00', to: '2026-10-22T00:00:00', days: 21 },
      forecast: { status: 'OK' },
      generation: null,
    });
    expect((await manifestOf(key)).published).toMatchObject({ run: run.name, status: 'PUBLISHED' });

    const rows = await lake.query(
      `SELECT appliance, SUM(kwh), COUNT(*) FROM raw_energy_data WHERE dataset = '${datasetOf(key)}' ` +
        `GROUP BY appliance ORDER BY 1`,
    );
    const processed = await lake.query(
      `SELECT appliance, total_kwh, readings FROM processed_energy_data WHERE dataset = '${datasetOf(key)}' ORDER BY 1`,
    );
    expect(rows).toEqual(processed);
    expect(rows.map(([appliance, , readings]) => [appliance, readings])).toEqual([
      ['Fridge', '504'],
      ['Heater', '504'],
    ]);
  });

  it('keeps every payload between states under 32 KB', async () => {
    const run = await lake.upload('raw/payloads.csv', threeWeeks(), { 'site-id': 'payloads' });
    for (const { stateEnteredEventDetails, stateExitedEventDetails } of await lake.history(run.arn)) {
      expect((stateEnteredEventDetails?.input ?? '').length).toBeLessThan(32 * 1024);
      expect((stateExitedEventDetails?.output ?? '').length).toBeLessThan(32 * 1024);
    }
  });

  it('replaces what an earlier version of the same key published', async () => {
    const key = 'raw/corrected.csv';
    const first = await lake.upload(key, threeWeeks(), { 'site-id': 'corrected' });
    const second = await lake.upload(key, threeWeeks({ bump: 1 }), { 'site-id': 'corrected' });
    expect([first.output.outcome, second.output.outcome]).toEqual(['PUBLISHED', 'PUBLISHED']);
    const manifest = await manifestOf(key);
    expect(manifest.published?.run).toBe(second.name);
    expect(manifest.history.map(({ run }) => run)).toEqual([first.name]);
    const rows = await lake.query(
      `SELECT count(*), min(kwh) FROM raw_energy_data WHERE dataset = '${datasetOf(key)}' AND appliance = 'Heater'`,
    );
    expect(rows).toEqual([['504', '1.400000000']]);
  });
});

describe('a second home that nobody named', () => {
  it('ends as a question, changes nothing, and is published under the name that is answered', async () => {
    const total = async (site: string) =>
      lake.query(`SELECT sum(kwh) FROM raw_energy_data WHERE site_id = '${site}'`).then(([row]) => row?.[0]);
    await lake.upload('raw/home-one.csv', threeWeeks({ bump: 7 }));
    const before = await total('default');
    const asked = await lake.upload('raw/home-two.csv', threeWeeks({ bump: 10 }));
    expect(asked.error).toBe('InputRejected');
    const { code, details } = JSON.parse(JSON.parse(asked.cause ?? '{}').errorMessage);
    expect(code).toBe('SITE_UNCLEAR');
    expect(await total('default')).toBe(before);
    expect(details.candidates.map(({ setting }: { setting: unknown }) => setting)).toEqual([
      { site_id: 'default' },
      { site_id: 'home-two' },
    ]);
    const answer = '{"site_id":"home-two"}';
    const answered = await lake.upload('raw/home-two.csv', threeWeeks({ bump: 10 }), { layout: answer });
    expect(answered.output.outcome).toBe('PUBLISHED');
    expect(await total('default')).toBe(before);
    expect(Number(await total('home-two'))).toBeCloseTo(Number(before) + 3 * 504, 3);
  });
});

describe('nothing to do', () => {
  it('ends as AlreadyProcessed when the version is what is published', async () => {
    const key = 'raw/twice.csv';
    const first = await lake.upload(key, threeWeeks(), { 'site-id': 'twice' });
    const published = (await manifestOf(key)).published;
    const again = await start(event({ key, etag: published?.source.etag, 'version-id': published?.source.version }));
    expect(again).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'ALREADY_PROCESSED' } });
    expect(await lake.entered(again.arn)).toEqual(['ValidateReadings', 'IsThereWork', 'AlreadyProcessed']);
    expect((await manifestOf(key)).published?.run).toBe(first.name);

    const rerun = await start(
      event({ key, etag: published?.source.etag, 'version-id': published?.source.version }, { rerun: true }),
    );
    expect(rerun.output.outcome).toBe('PUBLISHED');
    expect((await manifestOf(key)).published?.run).toBe(rerun.name);
  });

  it('ends as Superseded when a newer version is published', async () => {
    const key = 'raw/overtaken.csv';
    await lake.upload(key, threeWeeks(), { 'site-id': 'overtaken' });
    const old = (await manifestOf(key)).published?.source;
    const newer = await lake.upload(key, threeWeeks({ bump: 2 }), { 'site-id': 'overtaken' });
    for (const sequencer of [old?.sequencer, undefined]) {
      const late = await start(
        event({ key, etag: old?.etag, 'version-id': old?.version, ...(sequencer ? { sequencer } : {}) }),
      );
      expect(late).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'SUPERSEDED' } });
      expect(await lake.entered(late.arn)).toEqual(['ValidateReadings', 'IsThereWork', 'Superseded']);
    }
    expect((await manifestOf(key)).published?.run).toBe(newer.name);
  });

  it('ends as Ignored for a folder marker, and starts nothing for objects elsewhere', async () => {
    const marker = await lake.upload('raw/new folder/', '');
    expect(marker).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'IGNORED' } });
    expect(await lake.entered(marker.arn)).toEqual(['ValidateReadings', 'IsThereWork', 'Ignored']);

    const { VersionId = '' } = await lake.s3.send(
      new PutObjectCommand({ Bucket: STACK.bucket, Key: 'config/raw/x.csv', Body: 'timestamp,kwh\n' }),
    );
    const after = await lake.upload('raw/after.csv', 'timestamp,kwh\n2026-10-01 00:00:00,1\n');
    const inputs = await Promise.all([after].map(async ({ arn }) => JSON.stringify(await lake.history(arn))));
    expect(inputs.join('')).not.toContain(VersionId);
  });

  it('says in a sentence that an execution was started with something that is no upload', async () => {
    const run = await start({});
    expect(run).toMatchObject({ status: 'FAILED', error: 'InputInvalid' });
    expect(run.cause).toMatch(
      /The input of validate is not what it takes\. event\.detail-type: .*'Object Created' \| 'Object Deleted'/,
    );
  });

  it('publishes once for ten copies of one event', async () => {
    const key = 'raw/ten.csv';
    const version = await lake.put(key, threeWeeks(), { 'site-id': 'ten' });
    const head = await lake.s3.send(new HeadObjectCommand({ Bucket: STACK.bucket, Key: key }));
    const copy = event({ key, etag: head.ETag?.replaceAll('"', ''), 'version-id': version });
    await Promise.all(Array.from({ length: 9 }, () => start(copy)));
    const outcomes = (await lake.executionsOf(version)).map(({ output }) => output.outcome);
    expect(outcomes.filter((outcome) => outcome === 'PUBLISHED')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'ALREADY_PROCESSED')).toHaveLength(9);
    expect((await manifestOf(key)).history).toEqual([]);
  });
});

describe('an upload that is refused', () => {
  it('fails with the stable name and code, is written down, and publishes nothing', async () => {
    const key = 'raw/refused.csv';
    const run = await lake.upload(key, 'timestamp,kwh\n2026-10-01 00:00:00,1\n2026-10-01 01:00:00,x\n');
    expect(run).toMatchObject({ status: 'FAILED', error: 'InputRejected' });
    const { errorType, errorMessage } = JSON.parse(run.cause ?? '{}');
    expect(errorType).toBe('InputRejected');
    expect(JSON.parse(errorMessage)).toMatchObject({
      code: 'TOO_MANY_REJECTS',
      details: { examples: [{ line: 3, raw: '2026-10-01 01:00:00,x', code: 'VALUE_INVALID', column: 'kwh' }] },
    });
    // Permanent: no retry was made.
    expect((await lake.history(run.arn)).filter(({ type }) => type === 'TaskScheduled')).toHaveLength(1);
    const manifest = await manifestOf(key);
    expect(manifest.published).toBeNull();
    expect(manifest.outcomes).toMatchObject([{ run: run.name, outcome: 'REJECTED', code: 'TOO_MANY_REJECTS' }]);
    expect(await lake.query(`SELECT * FROM raw_energy_data WHERE dataset = '${datasetOf(key)}'`)).toEqual([]);
  });

  it('leaves what an earlier version published', async () => {
    const key = 'raw/worse.csv';
    const good = await lake.upload(key, threeWeeks(), { 'site-id': 'worse' });
    const bad = await lake.upload(key, 'not,readings\n1,2\n');
    expect(bad).toMatchObject({ status: 'FAILED', error: 'InputRejected' });
    expect((await manifestOf(key)).published?.run).toBe(good.name);
  });
});
