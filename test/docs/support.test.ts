/** Services whose operations local/SUPPORT.md lists one by one: it names those that are answered, and no others. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readDocument } from '../helpers/documents.ts';

/** Heading, source, and where in it an operation is declared. */
const SERVICES: readonly (readonly [heading: string, source: string, declaration: RegExp])[] = [
  ['Step Functions', 'local/stepfunctions/api.ts', /^ {6}case '(\w+)':/gm],
  ['Secrets Manager', 'local/secrets.ts', /^ {2}([A-Z]\w+): z\./gm],
  ['SNS', 'local/sns.ts', /^ {4}([A-Z]\w+)(?::|\() ?\(?/gm],
];

/** The names in the first sentence of what is there. */
function listed(heading: string): string[] {
  const section = readDocument('local/SUPPORT.md').split(`\n## ${heading}\n`)[1] ?? '';
  const sentence = /\*\*There\.\*\*([\s\S]*?)\.\s[A-Z]/.exec(section)?.[1] ?? '';
  return sentence.replaceAll(/`[^`]*`/g, '').match(/\b[A-Z]\w+/g) ?? [];
}

it.each(SERVICES)('%s: local/SUPPORT.md lists the operations of %s', (heading, source, declaration) => {
  const answered = [...readFileSync(source, 'utf8').matchAll(declaration)].map(([, name]) => name);
  expect(answered.length).toBeGreaterThan(0);
  expect(listed(heading).sort()).toEqual(answered.sort());
});
