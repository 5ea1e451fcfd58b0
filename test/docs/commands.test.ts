/** Every `energy` command and npm script that a document shows exists and takes the options that are shown. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createProgram } from '../../cli/program.ts';
import { DOCUMENTS, readDocument } from '../helpers/documents.ts';

const SCRIPTS = new Set(
  Object.keys(
    z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync('package.json', 'utf8')))
      .scripts,
  ),
);
const program = createProgram();

/** Calls of the command: a whole line of a block of code, or in backticks. */
function calls(text: string): string[] {
  const lines = [...text.matchAll(/npm run -s energy -- ([^\n`]*)/g), ...text.matchAll(/`energy ((?:[^`]|\n)*)`/g)];
  return lines.map(([, rest = '']) => rest.replaceAll(/\s+/g, ' ').replace(/ #.*$/, '').replace(/ >.*$/, ''));
}

/** What is wrong with a call; undefined when it could be made. */
function fault(call: string): string | undefined {
  const words = withoutQuoted(call).split(/\s+/);
  const command = words.map((word) => program.commands.find((each) => each.name() === word)).find((each) => each);
  const first = words.find((word) => !word.startsWith('-'));
  if (first === undefined || /^(COMMAND|…)$/.test(first)) return undefined;
  if (command === undefined) return `there is no command in "${call}"`;
  const unknown = words.filter((word) => word.startsWith('--') && word !== '--help' && !takes(command, word));
  return unknown.length === 0 ? undefined : `${command.name()} takes no ${unknown.join(', ')}`;
}

function withoutQuoted(call: string): string {
  return call.replaceAll(/'[^']*'|"[^"]*"/g, 'QUOTED').replaceAll(/[.,;)]+(?=\s|$)/g, '');
}

function takes(command: Command, option: string): boolean {
  return [...command.options, ...program.options].some(({ long }) => long === option);
}

describe.each(DOCUMENTS.filter((name) => !name.startsWith('docs/adr/')))('%s', (document) => {
  const text = readDocument(document);

  it('shows calls of the command that could be made', () => {
    expect(calls(text).flatMap((call) => fault(call) ?? [])).toEqual([]);
  });

  it('shows npm scripts that there are', () => {
    const shown = [...text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, script = '']) => script);
    expect(shown.filter((script) => !SCRIPTS.has(script))).toEqual([]);
  });
});

it('a call that cannot be made would be found', () => {
  const [unknown = '', option = '', good = ''] = calls(
    'npm run -s energy -- rnu file.csv\nnpm run -s energy -- runs --faild\n`energy query "SELECT --x" --stack S`',
  );
  expect(fault(unknown)).toContain('there is no command');
  expect(fault(option)).toBe('runs takes no --faild');
  expect(fault(good)).toBeUndefined();
});
