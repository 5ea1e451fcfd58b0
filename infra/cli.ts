/**
 * `npm run synth`, `bootstrap`, `deploy` and `destroy`: the CDK command with a stage, after what can be checked before.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { loopbackEndpoint } from '../local/loopback-endpoint.ts';
import { loadStage, type Stage, StageInvalid, stageNames } from './stages/load.ts';

const ACTIONS = ['synth', 'bootstrap', 'deploy', 'destroy'] as const;
type Action = (typeof ACTIONS)[number];

const USAGE = `usage: npm run ${ACTIONS.join('|')} -- [--stage ${stageNames().join('|')}] [--yes]

  --stage   which configuration of infra/stages (default: dev)
  --yes     do not ask before roles and rules change, or before a stack is destroyed

Everything behind a second -- goes to the CDK command.`;

class UsageError extends Error {}

function isAction(text: string | undefined): text is Action {
  return ACTIONS.some((action) => action === text);
}

async function main(args: readonly string[]): Promise<number> {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const passed = end < 0 ? [] : args.slice(end + 1);
  const { values, positionals } = parse(own);
  const [action, ...more] = positionals;
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (!isAction(action) || more.length > 0) throw new UsageError(USAGE);
  const stage = loadStage(values.stage, process.env);
  if (action !== 'synth') await requireAccess();
  return runCdk([...argumentsOf(action, stage, values.yes), ...passed], stage);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stage: { type: 'string', default: 'dev' },
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

function argumentsOf(action: Action, { stackName }: Stage, yes: boolean): string[] {
  switch (action) {
    case 'synth':
      return ['synth', '--quiet'];
    case 'bootstrap':
      return ['bootstrap'];
    case 'deploy':
      return [
        'deploy',
        stackName,
        '--require-approval',
        yes ? 'never' : 'broadening',
        '--outputs-file',
        'cdk.out/outputs.json',
      ];
    case 'destroy':
      return ['destroy', stackName, ...(yes ? ['--force'] : [])];
  }
}

/** The CDK command would bundle and build for half a minute before it says the same in other words. */
async function requireAccess(): Promise<void> {
  const elsewhere = loopbackEndpoint(process.env);
  if (elsewhere !== undefined) {
    throw new UsageError(
      `AWS_ENDPOINT_URL is ${elsewhere}: this would not reach AWS. ` +
        "'unset AWS_ENDPOINT_URL' first, and its keys with it.",
    );
  }
  const { config } = new S3Client({});
  await config.credentials().catch((error: unknown) => {
    throw new UsageError(
      `There are no AWS credentials (${error instanceof Error ? error.message : error}).
Sign in ('aws sso login --profile NAME', then 'export AWS_PROFILE=NAME'), or set AWS_ACCESS_KEY_ID and its companions.
'npm run synth' needs none.`,
    );
  });
  await config.region().catch(() => {
    throw new UsageError(
      "There is no AWS region. Set AWS_REGION, or a region in the profile ('aws configure set region eu-central-1').",
    );
  });
}

function runCdk(args: readonly string[], stage: Stage): number {
  // What an earlier synthesis left there would be packed and kept with this one's.
  rmSync(new URL('../cdk.out', import.meta.url), { recursive: true, force: true });
  const { status, error } = spawnSync(
    'cdk',
    ['--app', `"${process.execPath}" infra/app.ts`, '--no-notices', '--no-version-reporting', ...args],
    { stdio: 'inherit', cwd: new URL('..', import.meta.url), env: { ...process.env, ENERGY_STAGE: stage.name } },
  );
  if (error) throw error;
  return status ?? 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof StageInvalid)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
