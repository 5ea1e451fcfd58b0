/** Every example of docs/FORMATS.md is run; what comes of it must be what stands below it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ingest } from '../../../helpers/validate.ts';

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
      const found = /```(?:csv|text|json)\n([\s\S]*?)```\n\n```readings\n([\s\S]*?)```/.exec(section);
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

describe('docs/FORMATS.md', () => {
  it('holds the examples', () => expect(examples().length).toBeGreaterThan(12));

  it.each(examples().map((example) => [example.title, example] as const))(
    '%s',
    async (_, { metadata, input, expected }) => {
      const { rows, rejected } = await ingest(input, { metadata, env: { ENERGY_REJECT_LIMIT: '1' } });
      const lines = [
        ...rows.map((row) =>
          Object.values(row)
            .map((value) => value ?? '')
            .map(shortened)
            .join(' | ')
            .trimEnd(),
        ),
        ...rejected.map(({ line, code, column }) => `${line} | ${code} | ${column ?? ''}`.trimEnd()),
      ];
      expect(`${abridged(lines).join('\n')}\n`).toBe(expected);
    },
  );
});

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
