/** A sweep of a real lake, in the time to come. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeletePartitionCommand } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STACK } from '../../../../local/names.ts';
import { createLakeStore } from '../../../../shared/lake/s3-lake.ts';
import { lakeVersions } from '../../../../shared/lake/versions.ts';
import { contextOutsideStep } from '../../../../shared/record/context.ts';
import { createRuns } from '../../../../shared/sweep/runs.ts';
import { previewSweep, type SweepContext, sweep } from '../../../../shared/sweep/sweep.ts';
import { createCatalog } from '../../../../shared/tables/glue-catalog.ts';
import { threeWeeks } from '../../../helpers/month.ts';
import { type TestStack, testStack } from '../../../helpers/stack.ts';

let lake: TestStack;
let folder: string;
beforeAll(async () => {
  lake = await testStack();
  folder = await mkdtemp(join(tmpdir(), 'energy-sweep-'));
  for (const version of ['', '\n', '\n\n']) await lake.upload('raw/weeks.csv', `${threeWeeks()}${version}`);
  await lake.upload('raw/cat.csv', 'this,is\nnot,it\n');
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
  await lake.close();
});

const inDays = (days: number) => () => new Date(Date.now() + days * 86_400_000);

function contextIn(days: number): SweepContext {
  const { s3, glue, sfn } = lake;
  return {
    ...contextOutsideStep(createLakeStore(s3, STACK.bucket), createCatalog(glue, STACK.database), folder),
    ...{ versions: lakeVersions(s3, STACK.bucket), runs: createRuns(sfn, STACK.stateMachineArn) },
    ...{ retentionDays: 30, now: inDays(days) },
  };
}

const figures = () =>
  lake.query(`SELECT (SELECT sum(kwh) FROM raw_energy_data), (SELECT count(*) FROM upload_readings),
    (SELECT count(*) FROM daily_energy_data), (SELECT count(*) FROM forecast_data)`);

it('deletes nothing before its time', async () => {
  expect(await previewSweep(contextIn(29))).toMatchObject({ waiting: 0, stray: 0, outdated: { versions: 0 } });
});

it('deletes what was replaced, and nothing that a table, a report or a rollback needs', async () => {
  const before = await figures();
  const { outdated, lost } = await previewSweep(contextIn(40));
  // The first two versions of the month.
  expect(outdated.prefixes).toBe(2);
  // The refused file has an outcome.
  expect(lost).toEqual([]);
  const swept = await sweep(contextIn(40), () => false);
  expect(swept).toMatchObject({ deleted: outdated, unprocessed: 0, started: 0, whole: true });
  expect(await figures()).toEqual(before);
  expect(await previewSweep(contextIn(40))).toMatchObject({ outdated: { versions: 0 } });
  const manifest = JSON.parse(await lake.text((await keysBelow('manifests/weeks'))[0] ?? ''));
  expect(manifest.history).toHaveLength(2);
  for (const { report, readings_prefix } of [manifest.published, ...manifest.history]) {
    expect(await keysBelow(report)).toContain(`${report}report.html`);
    expect(await keysBelow(readings_prefix)).not.toEqual([]);
  }
});

it('registers a partition that was lost', async () => {
  const before = await figures();
  const [[site, month] = []] = await lake.query('SELECT site_id, month FROM daily_energy_data GROUP BY 1, 2');
  const names = { DatabaseName: STACK.database, TableName: 'daily_energy_data' };
  await lake.glue.send(new DeletePartitionCommand({ ...names, PartitionValues: [site ?? '', month ?? ''] }));
  expect(await figures()).not.toEqual(before);
  expect(await previewSweep(contextIn(80))).toMatchObject({ stray: 1 });
  expect(await sweep(contextIn(80), () => false)).toMatchObject({ mended: 1 });
  expect(await figures()).toEqual(before);
});

it('knows the executions that wait for a person, and starts one of a name once', async () => {
  const { runs } = contextIn(0);
  expect(await runs.underWay(inDays(-1)())).toMatchObject([{ key: 'raw/cat.csv' }]);
  expect(await runs.underWay(inDays(1)())).toEqual([]);
  const object = await createLakeStore(lake.s3, STACK.bucket).head('raw/weeks.csv');
  if (!object) throw new Error('the upload is gone');
  const detail = { bucket: { name: STACK.bucket }, object: { key: 'raw/weeks.csv', etag: object.etag } };
  const event = { id: 'sweep-1', source: 'aws.s3', time: new Date().toISOString(), detail } as const;
  expect(await runs.start('sweep-1', { ...event, 'detail-type': 'Object Created' })).toBe(true);
  const run = await lake.wait(`${STACK.stateMachineArn.replace(':stateMachine:', ':execution:')}:sweep-1`);
  expect(run.output).toMatchObject({ outcome: 'ALREADY_PROCESSED' });
  expect(await runs.start('sweep-1', { ...event, 'detail-type': 'Object Created' })).toBe(false);
});

async function keysBelow(prefix: string): Promise<string[]> {
  return (await createLakeStore(lake.s3, STACK.bucket).list(prefix, 1000)).map(({ key }) => key);
}
