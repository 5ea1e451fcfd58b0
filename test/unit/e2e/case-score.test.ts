import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../e2e/case-run.ts';
import { Score } from '../../e2e/case-score.ts';
import { knownCases } from '../../e2e/known-cases.ts';

function scored(known: string, cases: Parameters<Score['add']>[]): { lines: string[]; passed: boolean } {
  const lines: string[] = [];
  const score = new Score(knownCases(known), false, (line) => lines.push(line));
  for (const each of cases) score.add(...each);
  const passed = score.close();
  return { lines, passed };
}

const RIGHT = { end: 'atOnce', reasons: [] } as const;
const WRONG = { end: 'wrong', reasons: ['readings is 2, expected 3'] } as const;

describe('the score', () => {
  it('fails for one wrong case among right ones, and ends with the plain counts', () => {
    const { lines, passed } = scored('', [
      ['a/one.csv', RIGHT, undefined],
      ['a/two.csv', WRONG, undefined],
    ]);
    expect(passed).toBe(false);
    expect(lines[1]).toBe('✗ a/two.csv: wrong; readings is 2, expected 3');
    expect(lines).toContain('a: 1 of 2 right');
    expect(lines.at(-1)).toBe('1 passed, 1 failed');
  });

  it('counts a question that leads to the right figures, and fails what is refused or crashes', () => {
    const { lines, passed } = scored('', [
      ['a/one.csv', { end: 'afterQuestion', reasons: [] }, undefined],
      ['a/two.csv', { end: 'refused', reasons: ['UNREADABLE: it is not'] }, undefined],
      ['a/three.csv', { end: 'crashed', reasons: ['Error: x'] }, undefined],
    ]);
    expect(passed).toBe(false);
    expect(lines[0]).toBe('✓ a/one.csv: one question');
    expect(lines.at(-1)).toBe('1 passed, 2 failed');
  });

  it('names the known failures, and those that pass by now', () => {
    const { lines, passed } = scored('# reasons\na/two.csv  the container is not read\na/one.csv  as above\n', [
      ['a/one.csv', RIGHT, undefined],
      ['a/two.csv', WRONG, undefined],
    ]);
    expect(passed).toBe(true);
    expect(lines.slice(0, 4)).toEqual([
      '✓ a/one.csv: at once',
      '    is declared as a known failure, and passes',
      '– a/two.csv: wrong; readings is 2, expected 3',
      '    known failure: the container is not read',
    ]);
    expect(lines.slice(-2)).toEqual(['known failures: 1', '1 passed, 0 failed']);
  });

  it('takes no known failure without a reason', () => {
    expect(() => knownCases('a/two.csv')).toThrow('needs a name and a reason');
    expect(() => knownCases('{"a/two.csv": ""}')).toThrow();
  });
});

describe('a run that did not succeed', () => {
  const refused = (details: unknown) => ({
    status: 'FAILED',
    error: 'InputRejected',
    cause: JSON.stringify({
      errorMessage: JSON.stringify({ code: 'UNIT_UNKNOWN', message: 'Which unit?', details }),
    }),
  });

  it('is answered with the first answer that it offers', () => {
    const candidates = [
      { means: 'in kWh', setting: { unit: 'kWh' } },
      { means: 'in Wh', setting: { unit: 'Wh' } },
    ];
    expect(refusalOf(refused({ candidates }))).toMatchObject({ code: 'UNIT_UNKNOWN', answer: { unit: 'kWh' } });
  });

  it('has no way out where nothing is offered, and crashed where it is no refusal', () => {
    expect(refusalOf(refused({}))).toMatchObject({ code: 'UNIT_UNKNOWN', answer: undefined });
    expect(refusalOf(refused({ candidates: [] }))).toMatchObject({ answer: undefined });
    expect(refusalOf({ status: 'FAILED', error: 'ZodError', cause: '{"errorMessage": "[]"}' })).toBe('crashed');
    expect(refusalOf({ status: 'SUCCEEDED', error: undefined, cause: undefined })).toBeUndefined();
  });
});
