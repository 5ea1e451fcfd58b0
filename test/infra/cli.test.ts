import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

/** A person without an AWS account: no keys, no files, no instance to ask. */
const home = mkdtempSync(join(tmpdir(), 'energy-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function run(...args: string[]) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['infra/cli.ts', ...args], {
    encoding: 'utf8',
    env: {
      ...Object.fromEntries(inherited),
      HOME: home,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(home, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
    },
  });
  return { status, stdout, stderr };
}

it.each(['bootstrap', 'deploy', 'destroy'])('%s says that credentials are missing, and what to do', (action) => {
  const { status, stderr } = run(action, '--stage', 'dev');
  expect(status).toBe(2);
  expect(stderr).toContain('There are no AWS credentials');
  expect(stderr).toContain('aws sso login');
});

it('names the stages when one is not there', () => {
  const { status, stderr } = run('synth', '--stage', 'staging');
  expect(status).toBe(1);
  expect(stderr).toBe('There is no stage "staging". There are dev and prod (infra/stages/*.json).\n');
});

it.each([['build'], ['synth', 'deploy'], ['synth', '--stag', 'dev'], []])(
  'shows how it is called for %j',
  (...args) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain('usage: npm run synth|bootstrap|deploy|destroy');
  },
);
