/**
 * The functions as they are deployed (bundle, layer, environment, role), run by the state machine against the local AWS
 * APIs behind a gate that enforces the synthesized roles.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ACCESS } from '../../infra/access.ts';
import { PREFIXES } from '../../shared/lake/keys.ts';
import { NAMED_QUERIES } from '../../shared/named-queries.ts';
import { functionNames } from '../../shared/runtime/lambda-functions.ts';
import { METRICS, type MetricName } from '../../shared/runtime/metrics.ts';
import { threeWeeks } from '../helpers/month.ts';
import { type Deployed, deploy } from './helpers/deployed.ts';
import { synthesize } from './helpers/synth.ts';

let deployed: Deployed;
const template = synthesize('dev').template.toJSON();

beforeAll(async () => {
  deployed = await deploy(template);
}, 120_000);
afterAll(() => deployed.close());

it('publishes an upload that is found by every named query', async () => {
  const run = await deployed.upload('raw/home.csv', threeWeeks());
  expect(run, run.cause ?? '').toMatchObject({ status: 'SUCCEEDED' });
  expect(JSON.parse(run.output ?? '{}')).toMatchObject({ outcome: 'PUBLISHED' });
  // The models that the layer brings.
  expect(
    await deployed.query(
      "SELECT model FROM forecast_model_data WHERE model IN ('ets', 'mstl-ets', 'prophet') ORDER BY model",
    ),
  ).toEqual([['ets'], ['mstl-ets'], ['prophet']]);
  // Of 3 kWh and 4 kvarh an hour: 3 / 5.
  const hours = Array.from({ length: 24 }, (_, hour) => `2026-10-01 ${String(hour).padStart(2, '0')}:00:00,works,3,4`);
  await deployed.upload('raw/works.csv', ['timestamp,site,Consumption kWh,Reactive energy kvarh', ...hours].join('\n'));
  const factor = NAMED_QUERIES.find(({ name }) => name === 'Power factor by month')?.sql ?? '';
  const [works] = await deployed.query(factor);
  expect(works?.slice(3).map(Number)).toEqual([72, 96, 0.6]);
  for (const { name, sql } of NAMED_QUERIES) {
    expect((await deployed.query(sql)).length, name).toBeGreaterThan(0);
  }
});

it('replaces a publication, also when no event says which upload is newer', async () => {
  const replaced = await deployed.upload('raw/home.csv', threeWeeks({ bump: 0.1 }));
  expect(JSON.parse(replaced.output ?? '{}')).toMatchObject({ outcome: 'PUBLISHED' });
  const shorter = threeWeeks().split('\n').slice(0, 200).join('\n');
  const again = await deployed.upload('raw/home.csv', shorter, (event) => {
    const { sequencer: _, ...object } = event.detail.object;
    return { ...event, detail: { ...event.detail, object } };
  });
  expect(JSON.parse(again.output ?? '{}')).toMatchObject({ outcome: 'PUBLISHED' });
  const lineage = NAMED_QUERIES.find(({ name }) => name === 'Lineage of a dataset')?.sql ?? '';
  const home = (await deployed.query(lineage)).filter(([, key]) => key === 'raw/home.csv');
  const runs = home.map(([, key, run, , , , supersededAt]) => [key, run, typeof supersededAt]);
  expect(runs).toEqual([
    ['raw/home.csv', again.name, 'undefined'],
    ['raw/home.csv', replaced.name, 'string'],
    ['raw/home.csv', expect.any(String), 'string'],
  ]);
});

it('forecasts a short upload of a known site from what other uploads told of it', async () => {
  const [head = '', ...rows] = threeWeeks().trim().split('\n');
  const lastTwoDays = rows.filter((row) => row >= '2026-10-20');
  await deployed.upload('raw/weeks.csv', threeWeeks());
  const run = await deployed.upload('raw/days.csv', [head, ...lastTwoDays].join('\n'));
  expect(run, run.cause ?? '').toMatchObject({ status: 'SUCCEEDED' });
  const { dataset } = JSON.parse(run.output ?? '{}');
  expect(await deployed.query(`SELECT count(*) FROM forecast_data WHERE dataset = '${dataset}'`)).toEqual([['7']]);
});

it('does all steps of a few readings of a known site in one function', async () => {
  const rows = ['00', '01', '02', '03', '04'].map((hour, at) => `2026-10-23 ${hour}:00:00,Heater,${at === 2 ? -1 : 1}`);
  const run = await deployed.upload('raw/hours.csv', ['timestamp,appliance,kwh', ...rows].join('\n'));
  expect(run, run.cause ?? '').toMatchObject({ status: 'SUCCEEDED' });
  expect(JSON.parse(run.output ?? '{}')).toMatchObject({ outcome: 'PUBLISHED' });
});

it('moves to fewer months, so that partitions go, and to a site that is new, so that all steps are asked', async () => {
  const file = (...rows: string[]) => ['timestamp,site_id,appliance,kwh', ...rows].join('\n');
  const night = ['2025-09-30 00:00:00,default,Heater,1', '2025-09-30 01:00:00,default,Heater,2'];
  await deployed.upload('raw/two.csv', file(...night, '2025-10-01 00:00:00,default,Heater,3'));
  const run = await deployed.upload('raw/two.csv', file(...night, '2025-09-30 00:00:00,annex,Heater,3'));
  expect(run, run.cause ?? '').toMatchObject({ status: 'SUCCEEDED' });
});

it('counts the same bytes under another name once', async () => {
  const run = await deployed.upload('raw/same-weeks.csv', threeWeeks());
  expect(JSON.parse(run.output ?? '{}')).toMatchObject({ outcome: 'DUPLICATE' });
});

it('refuses an upload that is no readings, and tells of it in the manifest', async () => {
  const refused = await deployed.upload('raw/cat.csv', 'this,is\nnot,it\n');
  expect(refused).toMatchObject({ status: 'FAILED', error: 'InputRejected' });
});

it('sees that every upload has an outcome, and how old one without is', async () => {
  const nothing = { sites: 0, unprocessed: 0, oldestSeconds: 0, started: 0, mended: 0, whole: true };
  expect(await deployed.runtime.invoke('sweep', {})).toMatchObject(nothing);
  await deployed.put('raw/never-started.csv', 'timestamp,appliance,kwh\n');
  expect(await deployed.runtime.invoke('sweep', {})).toMatchObject({ unprocessed: 1 });
});

it('was never refused anything, and used everything that its roles allow', () => {
  const { calls } = deployed.gate;
  expect(calls.filter(({ allowed }) => !allowed)).toEqual([]);
  const used = new Set(calls.map(({ caller, action, target }) => `${caller} ${action} ${folderOf(target)}`));
  for (const name of functionNames()) {
    const { reads, writes, readsVersions = [], lists = [], listsBelow = [], deletes = [], catalog } = ACCESS[name];
    for (const prefix of readsVersions) expect(used).toContain(`${name} s3:GetObjectVersion ${PREFIXES[prefix]}`);
    for (const prefix of writes) expect(used).toContain(`${name} s3:PutObject ${PREFIXES[prefix]}`);
    for (const prefix of reads) expect(used).toContain(`${name} s3:GetObject ${PREFIXES[prefix]}`);
    for (const prefix of deletes) expect(used).toContain(`${name} s3:DeleteObject ${PREFIXES[prefix]}`);
    for (const prefix of [...lists, ...listsBelow]) expect(used).toContain(`${name} s3:ListBucket ${PREFIXES[prefix]}`);
    if (catalog) expect(used).toContain(`${name} glue:BatchDeletePartition raw_energy_data`);
  }
});

/** Sent where there is one; nothing above makes one. */
const NOT_HERE: readonly MetricName[] = ['AnomaliesCritical', 'DegradedBranches'];

it('counts every business metric under the names that alarms and dashboard ask for', () => {
  const emitted = new Set(deployed.runtime.output.flatMap(({ line }) => metricsIn(line)));
  const watched = watchedMetrics();
  expect(watched.size).toBe(Object.keys(METRICS).length);
  const happened = [...watched].filter((metric) => !NOT_HERE.some((name) => metric.includes(` ${name} `)));
  expect([...emitted].sort()).toEqual(expect.arrayContaining(happened.sort()));
});

function folderOf(target: string): string {
  return Object.values(PREFIXES).find((prefix) => target.startsWith(prefix)) ?? target;
}

const embeddedSchema = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ),
  }),
});

/** Namespace, metric and dimension of each metric in a line of the embedded metric format. */
function metricsIn(line: string): string[] {
  if (!line.startsWith('{')) return [];
  const parsed = embeddedSchema.safeParse(JSON.parse(line));
  return (parsed.data?._aws.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.map(({ Name }) => `${Namespace} ${Name} ${Dimensions.flat().map((key) => `${key}=${parsed.data?.[key]}`)}`),
  );
}

/** The same of everything that the template's alarms and dashboard show. */
function watchedMetrics(): Set<string> {
  const text = JSON.stringify(template);
  const inDashboard = [...text.matchAll(/\\"EnergyAnalytics\/dev\\",\\"(\w+)\\",\\"(\w+)\\",\\"([\w-]+)\\"/g)];
  const inAlarms = [
    ...text.matchAll(
      new RegExp(
        '"Dimensions":\\[\\{"Name":"(\\w+)","Value":"([\\w-]+)"\\}\\],(?:"EvaluationPeriods":\\d+,)?' +
          '"MetricName":"(\\w+)","Namespace":"EnergyAnalytics/dev"',
        'g',
      ),
    ),
  ];
  expect(inAlarms.length).toBeGreaterThan(0);
  return new Set([
    ...inDashboard.map(([, metric, key, value]) => `EnergyAnalytics/dev ${metric} ${key}=${value}`),
    ...inAlarms.map(([, key, value, metric]) => `EnergyAnalytics/dev ${metric} ${key}=${value}`),
  ]);
}
