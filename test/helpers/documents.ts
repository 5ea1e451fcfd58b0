/** The documents of the project, and what a test needs to hold them to their sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** Every document that people write by hand or that is generated, from the project's root. */
export const DOCUMENTS: readonly string[] = [
  ...['README.md', 'SECURITY.md', 'CHANGELOG.md', 'local/SUPPORT.md', '.github/pull_request_template.md'],
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .sort(),
];

export function readDocument(name: string): string {
  return readFileSync(join(ROOT, name), 'utf8');
}

/** @returns a document's path for `toMatchFileSnapshot`, which takes it from the test's folder or absolute */
export function pathOf(name: string): string {
  return join(ROOT, name);
}

/**
 * The document with a text in place of what stands between `<!-- list NAME -->` and `<!-- end of list -->`.
 * @throws Error when it has no such place
 */
export function withList(document: string, name: string, text: string): string {
  const begin = `<!-- list ${name} -->\n`;
  const end = '<!-- end of list -->';
  const from = document.indexOf(begin);
  const to = document.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`There is no list ${name} in the document.`);
  return `${document.slice(0, from + begin.length)}${text}\n${document.slice(to)}`;
}

const WORDS = [
  ...['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen', 'twenty'],
];

/** A count as a sentence has it: `fifteen`, `21`. */
export function inWords(count: number): string {
  return WORDS[count] ?? String(count);
}
