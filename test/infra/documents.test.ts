/** Every command that README, DEPLOY, OPERATIONS and RUNBOOK show is run as it stands there, by a shell. */
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OUTPUTS } from '../../infra/outputs.ts';
import { STACK } from '../../local/names.ts';
import { FunctionError } from '../../local/service.ts';
import { datasetOf, manifestKey } from '../../shared/lake/keys.ts';
import { manifestSchema } from '../../shared/lake/manifest.ts';
import { reportSchema } from '../../shared/report/report.ts';
import { readDocument } from '../helpers/documents.ts';
import { threeWeeks } from '../helpers/month.ts';
import { type Execution, type TestStack, testStack } from '../helpers/stack.ts';
import { type CloudFormation, serveCloudFormation } from './helpers/cloudformation.ts';
import { BACKFILL_ARN, type DistributedMap, serveDistributedMap } from './helpers/distributed-map.ts';

const NAME = 'energy-analytics-dev';
const NAMED = ['README.md', 'docs/DEPLOY.md', 'docs/OPERATIONS.md', 'docs/RUNBOOK.md'];

/** What is not run here, by how it begins, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npm start': 'test/e2e/start.test.ts runs it',
  'npm test': 'it is what runs this',
  'npm run synth': 'test/infra/stack.test.ts synthesizes',
  'npm run bootstrap': 'an account; test/infra/cli.test.ts',
  'npm run deploy': 'an account; test/infra/cli.test.ts',
  'ENERGY_OPERATIONS_EMAILS=me@example.com npm run deploy': 'an account; test/infra/cli.test.ts',
  'npm run destroy': 'an account; test/infra/cli.test.ts',
  'npm run bench': 'it takes minutes',
  'npm run faults': 'it takes minutes; test/faults/soak.test.ts runs a part',
  'npm run soak': 'it takes minutes; test/faults/soak.test.ts is its short form',
  'npm run check:': 'it takes minutes, or files that are not in the repository',
  'npm run -s energy -- console': 'it serves until Ctrl-C; test/console starts it',
  'npm run -s energy -- feed': 'it feeds until Ctrl-C',
  'npm run -s energy -- baseline': 'it needs two years; test/unit/cli/actions/baseline.test.ts',
  'npm run -s energy -- compare': 'it needs whole weeks; test/unit/cli/compare/compared.test.ts',
  export: 'it says where the commands go, which is said to them here',
  'aws sqs': 'no queue runs here',
  'aws cloudformation': 'no CloudFormation that changes stacks runs here',
};

/** Commands that end with 1 here, and what they say then. */
const ENDS_WITH_1: Readonly<Record<string, RegExp>> = {
  'run bad.csv': /TOO_MANY_REJECTS/,
  // Neither EventBridge nor CloudWatch runs here.
  'doctor --stack': /is deployed \(CREATE_COMPLETE/,
};

interface Shown {
  readonly document: string;
  readonly line: string;
}

/** Lines of blocks, and what stands in backticks; a name alone, such as `energy replay`, is no call. */
function shownIn(document: string): Shown[] {
  const text = readDocument(document);
  const blocks = [...text.matchAll(/```(?:sh|text)\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.split('\n'));
  const inline = [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`]+)`/g)].map(([, each = '']) => each);
  const lines = [...blocks, ...inline].map((line) => line.replaceAll(/\s+/g, ' ').trim().replace(/^\$ /, ''));
  return [...new Set(lines)]
    .filter((line) => /^(?:[A-Z_]+=\S+ )?(?:npm|aws|energy|export) [^<]/.test(line) && !/^energy \w+$|-- ?$/.test(line))
    .map((line) => ({ document, line: line.replace(/ +#.*$/, '') }));
}

const all = NAMED.flatMap(shownIn);
const isElsewhere = ({ line }: Shown) => Object.keys(ELSEWHERE).some((begin) => line.startsWith(begin));
const run = onceEach(all.filter((shown) => !isElsewhere(shown)));

/** A call that is shown for a deployed stack, too, is run there only: nothing else differs. */
function onceEach(shown: readonly Shown[]): Shown[] {
  const plain = (line: string) => line.replace('npm run -s energy --', 'energy');
  const apart = (line: string) => plain(line).replace(/ --stack (\$STACK|STACK|energy-analytics-dev)\b/, '');
  return [...Map.groupBy(shown, ({ line }) => apart(line)).values()].flatMap(
    (same) => same.find(({ line }) => line.includes(' --stack ')) ?? same.slice(0, 1),
  );
}

let folder: string;
let local: TestStack;
let cloudFormation: CloudFormation;
let map: DistributedMap;
/** How many more runs end in a fault. */
let faults = 0;
let failed: Execution;
let dataset: string;

let files = 0;
/** Each of a site of its own: none contradicts another one, and none is a copy. */
async function upload(key: string, metadata: Record<string, string> = {}): Promise<Execution> {
  files += 1;
  const days = threeWeeks({ bump: files / 100 })
    .split('\n')
    .slice(0, 200)
    .join('\n');
  return local.upload(key, days, { 'site-id': `site-${files}`, ...metadata });
}

async function uploadThatFails(key: string): Promise<Execution> {
  faults = 1;
  return upload(key);
}

const TARIFF = {
  ...{ name: 'Flat', sites: ['*'], currency: 'EUR' },
  versions: [{ from: '2026-01-01', rates: [{ band: 'flat', price: 0.3 }] }],
};
const OFFICE = { 'time-zone': 'Europe/Berlin', 'site-id': 'office' };

beforeAll(async () => {
  local = await testStack({
    serves: true,
    faults: (name) => {
      if (name !== 'detect-anomalies' || faults === 0) return undefined;
      faults -= 1;
      return new FunctionError('TypeError', 'a bug');
    },
  });
  map = await serveDistributedMap(local);
  map.go();
  cloudFormation = await serveCloudFormation(NAME, {
    [OUTPUTS.bucket]: STACK.bucket,
    [OUTPUTS.stateMachineArn]: STACK.stateMachineArn,
    [OUTPUTS.backfillArn]: BACKFILL_ARN,
    [OUTPUTS.workgroup]: STACK.workgroup,
    [OUTPUTS.database]: STACK.database,
    [OUTPUTS.alertsTopicArn]: STACK.alertsTopicArn,
    [OUTPUTS.operationsTopicArn]: STACK.alertsTopicArn,
    [OUTPUTS.version]: 'abc123',
  });
  folder = mkdtempSync(join(tmpdir(), 'energy-documents-'));
  makeCommands();
  // Of another month than the file that DEPLOY.md generates.
  const days = threeWeeks({ bump: 0.5 }).split('\n').slice(0, 200).join('\n');
  mkdirSync(join(folder, 'Downloads'));
  writeFileSync(join(folder, 'readings.csv'), days.replaceAll('2026-10-', '2026-09-'));
  copyFileSync(join(folder, 'readings.csv'), join(folder, 'Downloads', 'readings.csv'));
  writeFileSync(
    join(folder, 'bad.csv'),
    'timestamp,appliance,kwh\n2026-10-01 00:00:00,AC,0.25\n2026-10-01 01:00:00,AC,x\n',
  );
  writeFileSync(join(folder, 'tariffs.json'), JSON.stringify([TARIFF]));
  const first = await upload('raw/home.csv', OFFICE);
  await upload('raw/home.csv', OFFICE);
  dataset = String(first.output.dataset);
  await upload('raw/sample.csv');
  failed = await uploadThatFails('raw/failed.csv');
  writeFileSync(join(folder, 'event.json'), JSON.stringify(await inputOf(failed)));
  await uploadThatFails('raw/2026/one.csv');
}, 180_000);
afterAll(async () => {
  map.close();
  await cloudFormation.close();
  await local.close();
  rmSync(folder, { recursive: true, force: true });
});

async function inputOf({ arn }: Execution): Promise<unknown> {
  const { DescribeExecutionCommand } = await import('@aws-sdk/client-sfn');
  return JSON.parse((await local.sfn.send(new DescribeExecutionCommand({ executionArn: arn }))).input ?? '');
}

/** The names that a shell finds: the command itself on the stack of this test, and the tools around it. */
function makeCommands(): void {
  const node = `exec "${process.execPath}" --disable-warning=ExperimentalWarning`;
  const tools = {
    energy: `case " $* " in *" --stack "*) ${node} "${join(process.cwd(), 'cli/main.ts')}" "$@";; esac
${node} "${join(process.cwd(), 'cli/main.ts')}" "$@" --endpoint ${local.stack.url}`,
    npm: '[ "$1 $2 $3 $4" = "run -s energy --" ] || exit 99\nshift 4\nexec energy "$@"',
    aws: `${node} "${join(import.meta.dirname, 'helpers/aws.ts')}" "$@"`,
    'xdg-open': 'exit 0',
    open: 'exit 0',
  };
  mkdirSync(join(folder, 'bin'));
  for (const [name, script] of Object.entries(tools)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
}

/** The line with what its words in capitals stand for. */
function filled(line: string): string {
  const arn = line.includes('start-execution') ? STACK.stateMachineArn : `${BACKFILL_ARN}:1`;
  const meant: Readonly<Record<string, string>> = {
    ...{ RUN: failed.name, DATASET: dataset, FILE: 'readings.csv', BUCKET: STACK.bucket, ARN: arn, STACK: NAME },
  };
  return line
    .replaceAll('raw/FILE', 'raw/home.csv')
    .replaceAll(/(?<![\w$.-])(RUN|DATASET|FILE|BUCKET|ARN|STACK)(?![\w.-])/g, (word) => meant[word] ?? word);
}

function shell(line: string): Promise<{ code: number | null; output: string }> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));
  const child = spawn('sh', ['-c', line], {
    cwd: folder,
    env: {
      ...inherited,
      ...{ HOME: folder, INIT_CWD: folder, NO_COLOR: '1', STACK: NAME },
      ...{ AWS_REGION: STACK.region, AWS_ACCESS_KEY_ID: 'person', AWS_SECRET_ACCESS_KEY: 'secret' },
      ...{ AWS_ENDPOINT_URL: local.stack.url, AWS_ENDPOINT_URL_SFN: map.url },
      AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // What waits for Ctrl-C belongs into the list above.
    timeout: 150_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

it('leaves out nothing that is not shown any more', () => {
  expect(Object.keys(ELSEWHERE).filter((begin) => !all.some(({ line }) => line.startsWith(begin)))).toEqual([]);
  expect(run.length).toBeGreaterThan(25);
});

it.each(run)('$document: $line', async ({ line }) => {
  if (/backfill .*--concurrency/.test(line)) await uploadThatFails('raw/2026/two.csv');
  const { code, output } = await shell(filled(line));
  const [, says] = Object.entries(ENDS_WITH_1).find(([part]) => line.includes(part)) ?? [];
  if (says) expect(output).toMatch(says);
  expect(code, output).toBe(says ? 1 : 0);
});

it('leaves zone and site as they came with each upload, and each upload published', async () => {
  const { timeZone, consumption } = await published('raw/home.csv');
  expect(timeZone).toBe('Europe/Berlin');
  expect(consumption?.appliances.map(({ site_id }) => site_id)).toEqual(['office', 'office']);
  for (const [key, site] of [
    ['raw/failed.csv', 'site-4'],
    ['raw/2026/one.csv', 'site-5'],
    ['raw/2026/two.csv', 'site-6'],
  ] as const) {
    expect((await published(key)).consumption?.appliances.map(({ site_id }) => site_id)).toEqual([site, site]);
  }
});

async function published(key: string) {
  const { published } = manifestSchema.parse(JSON.parse(await local.text(manifestKey(datasetOf(key)))));
  return reportSchema.parse(JSON.parse(await local.text(`${published?.report}report.json`)));
}
