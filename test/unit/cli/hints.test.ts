import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { commandLine, hintsFor, otherPort, shellWord, shortRun } from '../../../cli/hints.ts';
import { createProgram } from '../../../cli/program.ts';
import { energy } from '../../helpers/energy.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hints-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => hintsFor({}));

/** The command lines that a text shows, each as the words that a shell makes of it. */
function shown(text: string): string[][] {
  return [...text.matchAll(/npm run -s energy -- ([^\n]*)/g)].map(([, line = '']) =>
    [...line.replace(/[.,]?\s*$/, '').matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? ''),
  );
}

test('a name can be copied into a shell', () => {
  expect(shellWord('data/my-file.csv')).toBe('data/my-file.csv');
  expect(shellWord("it's $(here).csv")).toBe(`'it'\\''s $(here).csv'`);
  expect(shortRun('64045a67-9a9a-4f0e-b49e-b498d4ef12cb')).toBe('64045a67');
  expect(shortRun('my-run')).toBe('my-run');
});

test('a hint repeats where the command works, quoted where a shell needs it', () => {
  expect(commandLine('runs')).toBe('npm run -s energy -- runs');
  hintsFor({ lake: 'my lake', port: 5000 });
  expect(commandLine('runs --failed')).toBe("npm run -s energy -- runs --failed --lake 'my lake' --port 5000");
  expect(commandLine('serve', { port: 5001 })).toBe("npm run -s energy -- serve --lake 'my lake' --port 5001");
  hintsFor({ stack: 'energy-analytics-dev' });
  expect(commandLine('doctor')).toBe('npm run -s energy -- doctor --stack energy-analytics-dev');
});

test('the port beside the highest one is a port', () => {
  expect([otherPort(4566), otherPort(65_535)]).toEqual([4576, 65_525]);
});

test('a default is not repeated, what was said before or after the command is', async () => {
  const program = createProgram();
  const seen: string[] = [];
  for (const command of program.commands) command.action(() => void seen.push(commandLine('runs')));
  await program.parseAsync(['runs'], { from: 'user' });
  await createdWith(['--lake', 'a', 'runs', '--port', '5000'], seen);
  expect(seen).toEqual(['npm run -s energy -- runs', 'npm run -s energy -- runs --lake a --port 5000']);
});

async function createdWith(words: readonly string[], seen: string[]): Promise<void> {
  const program = createProgram();
  for (const command of program.commands) command.action(() => void seen.push(commandLine('runs')));
  await program.parseAsync(words, { from: 'user' });
}

test('what a failed run in another lake prints works when it is pasted', { timeout: 120_000 }, async () => {
  await writeFile(join(folder, 'bad.csv'), 'timestamp,appliance,kwh\n2026-10-01T00:00:00,AC,x\n');
  const there = ['--lake', 'my lake', '--port', '0'];
  const failed = await energy(['run', 'bad.csv', ...there], folder);
  expect(failed.code).toBe(1);
  const lines = shown(failed.stderr.replace(', npm', '\nnpm'));
  expect(lines.map(([command]) => command)).toEqual(['show', 'logs']);
  for (const words of lines) {
    expect(words.slice(2)).toEqual(there);
    const pasted = await energy(words, folder);
    expect(pasted, pasted.stderr).toMatchObject({ code: 0 });
  }
  const none = await energy(['runs', '--lake', 'empty'], folder);
  expect(shown(none.stderr)).toEqual([['run', 'FILE', '--lake', 'empty']]);
});
