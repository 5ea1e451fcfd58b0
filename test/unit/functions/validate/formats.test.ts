/** Every example of docs/FORMATS.md is run; what comes of it must be what stands below it. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { literal, withDatabase } from '../../../../shared/database/duckdb.ts';
import { encoded } from '../../../helpers/encoded.ts';
import { ingest } from '../../../helpers/validate.ts';
import { workbook } from '../../../helpers/workbook.ts';
import { zipped } from '../../../helpers/zip.ts';

const DOCUMENT = join(import.meta.dirname, '../../../../docs/FORMATS.md');

interface Example {
  readonly title: string;
  readonly metadata: Record<string, string>;
  readonly input: string;
  readonly expected: string;
}

function examples(): Example[] {
  return readFileSync(DOCUMENT, 'utf8')
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const found = /```(?:csv|text|jsonl?|xml|html)\n([\s\S]*?)```\n\n```readings\n([\s\S]*?)```/.exec(section);
      if (!found) return [];
      const zone = /`--time-zone (\S+)`/.exec(section)?.[1];
      const layout = /`--layout '(\{.*\})'`/.exec(section.slice(0, found.index))?.[1];
      return [
        {
          title: section.split('\n', 1)[0] ?? '',
          metadata: { ...(zone ? { 'time-zone': zone } : {}), ...(layout ? { layout } : {}) },
          input: found[1] ?? '',
          expected: found[2] ?? '',
        },
      ];
    });
}

async function readingsOf(input: string | Buffer, metadata: Record<string, string>): Promise<string> {
  const { rows, rejected } = await ingest(input, { metadata, env: { ENERGY_REJECT_LIMIT: '1' } });
  const lines = [
    ...rows.map((row) =>
      Object.values(row)
        .slice(0, 7)
        .map((value) => value ?? '')
        .map(shortened)
        .join(' | ')
        .trimEnd(),
    ),
    ...rejected.map(({ line, code, column }) => `${line} | ${code} | ${column ?? ''}`.trimEnd()),
  ];
  return `${abridged(lines).join('\n')}\n`;
}

/** Sections whose example is made into what the section is about. */
const MADE: Record<string, (text: string) => Buffer> = {
  'Excel workbooks': (text) =>
    workbook([
      { name: 'About', csv: 'made,by hand' },
      { name: 'October', csv: text },
    ]),
  'Several files in one archive': (text) =>
    zipped(text.split('---\n').map((content, at) => ({ name: `${at + 1}.csv`, content }))),
  'Old encodings': (text) => encoded(text, 'shift_jis'),
};

/** What the commands of the section on packed files make of it. */
const PACKED: Record<string, (text: string) => Buffer | Promise<Buffer>> = {
  gzip: (text) => gzipSync(text),
  zip: (text) => zipped([{ name: 'october.csv', content: text }]),
  parquet: (text) => asParquet(text),
};

describe('docs/FORMATS.md', () => {
  it('has an example in every section of a layout', () => {
    const titles = new Set(examples().map(({ title }) => title));
    const sections = [...readFileSync(DOCUMENT, 'utf8').matchAll(/^## (.*)$/gm)].map(([, title]) => title ?? '');
    expect(sections.filter((title) => !titles.has(title))).toEqual(['Answering', 'Limits', 'Codes']);
  });

  it.each(examples().map((example) => [example.title, example] as const))(
    '%s',
    async (_, { title, metadata, input, expected }) =>
      expect(await readingsOf(MADE[title]?.(input) ?? input, metadata)).toBe(expected),
  );

  it.each(Object.keys(PACKED))('%s gives the same readings', async (kind) => {
    const example = examples().find(({ title }) => title.startsWith('Parquet'));
    if (!example) throw new Error('the section is gone');
    const packed = await PACKED[kind]?.(example.input);
    expect(await readingsOf(packed ?? '', example.metadata)).toBe(example.expected);
  });
});

async function asParquet(text: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'energy-formats-'));
  try {
    const [csv, parquet] = [join(folder, 'october.csv'), join(folder, 'october.parquet')];
    await writeFile(csv, text);
    await withDatabase({ memoryMb: 200, threads: 1, folder }, (db) =>
      db.run(`COPY (SELECT * FROM read_csv(${literal(csv)})) TO ${literal(parquet)} (FORMAT parquet)`),
    );
    return await readFile(parquet);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Trailing zeros of exact decimals say nothing to a reader. */
function shortened(value: unknown): string {
  return String(value)
    .replace(/^(-?\d+\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

/** A long list is shown by its first and last lines. */
function abridged(lines: readonly string[]): string[] {
  return lines.length <= 12 ? [...lines] : [...lines.slice(0, 4), `… ${lines.length - 8} more`, ...lines.slice(-4)];
}
