import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../e2e/case-run.ts';
import { Score } from '../../e2e/case-score.ts';
import { knownCases } from '../../e2e/known-cases.ts';

function scored(
  known: string,
  cases: Parameters<Score['add']>[],
  complete = true,
): { lines: string[]; passed: boolean } {
  const lines: string[] = [];
  const score = new Score(knownCases(known), false, (line) => lines.push(line));
  for (const each of cases) score.add(...each);
  const passed = score.close(complete);
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

  const KNOWN = '# reasons\na/two.csv  the container is not read\n';

  it('names the known failures apart, each with its reason, and passes', () => {
    const { lines, passed } = scored(KNOWN, [
      ['a/one.csv', RIGHT, undefined],
      ['a/two.csv', WRONG, undefined],
    ]);
    expect(passed).toBe(true);
    expect(lines.slice(0, 2)).toEqual(['✓ a/one.csv: at once', '– a/two.csv: known to fail']);
    expect(lines.slice(-4)).toEqual([
      'known failures: 1',
      '– a/two.csv: wrong; readings is 2, expected 3',
      '    the container is not read',
      '1 passed, 0 failed',
    ]);
  });

  it('fails for a known failure that passes by now', () => {
    const { lines, passed } = scored(KNOWN, [['a/two.csv', RIGHT, undefined]]);
    expect(passed).toBe(false);
    expect(lines[0]).toBe('✗ a/two.csv: is declared as a known failure, and passes: take it out of the list');
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
  });

  it('fails for a known failure that no case is, where the cases of its folder all ran', () => {
    const one: Parameters<Score['add']>[] = [['a/one.csv', RIGHT, undefined]];
    expect(scored(KNOWN, one)).toMatchObject({ passed: false });
    expect(scored(KNOWN, one).lines).toContain(
      '✗ a/two.csv: is declared as a known failure, and there is no such case',
    );
    expect(scored(KNOWN, one, false)).toMatchObject({ passed: true });
    expect(scored('b/two.csv  of another folder', one)).toMatchObject({ passed: true });
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
