import { tmpdir } from 'node:os';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STACK } from '../../../../local/names.ts';
import { FunctionError } from '../../../../local/service.ts';
import { datasetOf, manifestKey } from '../../../../shared/lake/keys.ts';
import { manifestSchema } from '../../../../shared/lake/manifest.ts';
import { reportSchema } from '../../../../shared/report/report.ts';
import { energy } from '../../../helpers/energy.ts';
import { threeWeeks } from '../../../helpers/month.ts';
import { type Front, serveProxy } from '../../../helpers/proxy.ts';
import { type TestStack, testStack } from '../../../helpers/stack.ts';

let lake: TestStack;
let proxy: Front;
/** Runs that the service does not let go on, by name. */
const tooOld = new Set<string>();
/** Runs that began with another definition. */
const changed = new Set<string>();
/** What the advice of the next run ends with. */
let fault: FunctionError | undefined;
const REASON = 'Execution is FAILED and the redrivable period of 14 days has passed.';

beforeAll(async () => {
  lake = await testStack({
    faults: (name) => {
      if (name !== 'generate-insights') return undefined;
      const thrown = fault;
      fault = undefined;
      return thrown;
    },
  });
  // The local stack lets every failed run go on; AWS does not after 14 days.
  proxy = await serveProxy(lake.stack.url, (operation, answer) => {
    if (operation.endsWith('.DescribeExecution') && tooOld.has(String(answer.name))) {
      return { ...answer, redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: REASON };
    }
    return operation.endsWith('.DescribeStateMachineForExecution') && changed.size > 0
      ? { ...answer, definition: '{}' }
      : answer;
  });
});
afterAll(async () => {
  proxy.close();
  await lake.close();
});

let files = 0;
/** The same bytes under another name would be a copy. */
function otherWeeks(): string {
  files += 1;
  return threeWeeks({ bump: files / 100 });
}

/** Each upload is of a site of its own: none contradicts another one. */
async function aborted(key: string): Promise<string> {
  const text = otherWeeks();
  const version = await lake.put(key, text, { 'site-id': `site-${files}` });
  const started = lake.executionOf(version);
  for (;;) {
    const [running] = await lake.running();
    if (!running) continue;
    await lake.sfn.send(new StopExecutionCommand({ executionArn: running }));
    break;
  }
  const { status, name } = await started;
  expect(status).toBe('ABORTED');
  return name;
}

async function published(key: string) {
  const { published } = manifestSchema.parse(JSON.parse(await lake.text(manifestKey(datasetOf(key)))));
  return reportSchema.parse(JSON.parse(await lake.text(`${published?.report}report.json`)));
}

describe('replay --failed', () => {
  test('starts anew what cannot go on, says of each what became of it, and ends with 1 when one is left', async () => {
    const first = await aborted('raw/first.csv');
    const second = await aborted('raw/second one.csv');
    const third = await aborted('raw/third.csv');
    const gone = await aborted('raw/gone.csv');
    await lake.s3.send(new DeleteObjectCommand({ Bucket: STACK.bucket, Key: 'raw/gone.csv' }));
    const { name: refused } = await lake.upload('raw/cat.csv', 'this,is\nnot,it\n');
    tooOld.add(first).add(gone);

    const { code, stdout, stderr } = await energy(['replay', '--failed', '--endpoint', proxy.url], tmpdir());
    expect(stdout, stderr).toMatch(
      new RegExp(`^${first} +raw/first\\.csv +started anew +PUBLISHED \\(run .*: .*14 days has passed\\)$`, 'm'),
    );
    for (const [run, key] of [
      [second, 'raw/second one\\.csv'],
      [third, 'raw/third\\.csv'],
    ]) {
      expect(stdout).toMatch(new RegExp(`^${run} +${key} +went on +PUBLISHED$`, 'm'));
    }
    expect(stdout).toMatch(new RegExp(`^${gone} +raw/gone\\.csv +not replayed +Run .* SOURCE_GONE: There is no`, 'm'));
    expect(stdout).toMatch(new RegExp(`^${refused} +raw/cat\\.csv +left out +UNKNOWN_LAYOUT|NOT_READINGS`, 'm'));
    expect(code).toBe(1);
    for (const key of ['raw/first.csv', 'raw/second one.csv', 'raw/third.csv']) {
      expect((await published(key)).status).toBe('PUBLISHED');
    }
  });

  test('starts anew what began with another state machine', async () => {
    const old = await aborted('raw/old.csv');
    changed.add(old);
    const { code, stdout, stderr } = await energy(['replay', old, '--endpoint', proxy.url], tmpdir());
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`Run ${old} cannot go on: the state machine was changed since. A new run was started`);
    expect(stdout).toMatch(/^Status +PUBLISHED$/m);
  });
});

describe('replay --partial', () => {
  test('makes reports whole that were published without a branch', async () => {
    fault = new FunctionError('TypeError', 'a bug');
    const partial = await lake.upload('raw/partial.csv', otherWeeks(), { 'site-id': 'partial' });
    expect(partial.output.outcome).toBe('PARTIAL');
    const { code, stdout, stderr } = await energy(['replay', '--partial', '--endpoint', lake.stack.url], tmpdir());
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${partial.name} +raw/partial\\.csv +started anew +PUBLISHED`, 'm'));
    expect((await published('raw/partial.csv')).status).toBe('PUBLISHED');
  });
});

describe('replay --upload', () => {
  test('keeps the zone and the site that the upload names', async () => {
    const key = 'raw/lost (1).csv';
    await lake.upload(key, otherWeeks(), { 'time-zone': 'Europe/Berlin', 'site-id': 'office' });
    const before = await published(key);
    const { code, stdout, stderr } = await energy(
      ['replay', '--upload', `s3://${STACK.bucket}/${key}`, '--endpoint', lake.stack.url],
      tmpdir(),
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^Status +PUBLISHED$/m);
    const after = await published(key);
    expect(after.run).not.toBe(before.run);
    expect(after.timeZone).toBe('Europe/Berlin');
    expect(after.consumption?.appliances.map(({ site_id }) => site_id)).toEqual(['office', 'office']);
    // All but the places of this run's own files.
    expect({ ...after, run: '', rejected: '' }).toEqual({ ...before, run: '', rejected: '' });
  });

  test.each([
    ['config/tariffs.json', 2, "'config/tariffs.json' is no upload: uploads are below raw/."],
    ['raw/absent.csv', 1, `There is no object s3://${STACK.bucket}/raw/absent.csv.`],
  ])('refuses %s', async (key, expected, message) => {
    const { code, stderr } = await energy(['replay', '--upload', key, '--endpoint', lake.stack.url], tmpdir());
    expect(stderr).toContain(message);
    expect(code).toBe(expected);
  });
});
