/** Two commands of a fresh checkout at once, with an npm that only writes down that it was called. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const SETUP = join(import.meta.dirname, '..', '..', '..', 'cli', 'setup.mjs');

it('lets one command install, and the others wait for it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'energy-setup-'));
  await mkdir(join(folder, 'cli'));
  await copyFile(SETUP, join(folder, 'cli', 'setup.mjs'));
  await writeFile(join(folder, 'package-lock.json'), '{}');
  await writeFile(join(folder, 'entry.mjs'), "console.log('ran');");
  const npm = 'echo "$1" >> calls; sleep 0.3; mkdir -p node_modules';
  await writeFile(join(folder, 'npm'), `#!/bin/sh\n${npm}\n`, { mode: 0o755 });
  const env = { ...process.env, PATH: [folder, process.env.PATH].join(delimiter) };
  const run = () => promisify(execFile)(process.execPath, ['cli/setup.mjs', 'entry.mjs'], { cwd: folder, env });
  const ended = await Promise.all([run(), run(), run()]);
  expect(ended.map(({ stdout }) => stdout)).toEqual(['ran\n', 'ran\n', 'ran\n']);
  expect(await readFile(join(folder, 'calls'), 'utf8')).toBe('ci\n');

  // One that was killed while it installed left its file, and nothing that is whole.
  await writeFile(join(folder, '.installing'), String(2 ** 30));
  await rm(join(folder, 'node_modules'), { recursive: true });
  expect((await run()).stdout).toBe('ran\n');
  expect(await readFile(join(folder, 'calls'), 'utf8')).toBe('ci\nci\n');
});
