import { describe, expect, it } from 'vitest';
import { question } from '../../../../../functions/validate/recognise/question.ts';

const column = (at: number) => `Energía vertida, contador "${at}" (kWh)`;
const columns = Array.from({ length: 60 }, (_, at) => column(at));
const settingOf = (names: readonly string[]) => ({
  columns: Object.fromEntries(names.map((name) => [name, { role: 'energy', unit: 'kWh', flow: 'export' } as const])),
});

describe('a question', () => {
  const answers = Array.from({ length: 30 }, (_, at) => ({
    means: `only "${column(at)}" counts`,
    setting: settingOf(columns.slice(0, 30 - at)),
  }));
  const asked = question(
    'LAYOUT_AMBIGUOUS',
    columns.join(' and '),
    answers,
    {},
    {
      proposed: columns.map((name) => ({
        column: name,
        values: ['0.0761', '0.0378', '0.1169'],
        means: 'export in kWh',
      })),
    },
  );

  it('of many columns fits what an execution keeps of an error, written as Lambda writes it', () => {
    const { name, message, stack } = asked;
    const cause = JSON.stringify({ errorType: name, errorMessage: message, trace: stack?.split('\n') });
    expect(cause.length).toBeLessThan(32_768);
    expect(JSON.parse(JSON.parse(cause).errorMessage)).toMatchObject({ code: 'LAYOUT_AMBIGUOUS' });
  });

  it('keeps its first answer whole, and shows as many others and columns as there is room for', () => {
    const { candidates, columns: shown } = asked.details;
    const first = { means: answers[0]?.means, setting: answers[0]?.setting };
    expect(Array.isArray(candidates) && candidates[0]).toEqual(first);
    expect(Array.isArray(candidates) && candidates.length).toBeLessThan(answers.length);
    expect(Array.isArray(shown) && shown.length).toBeGreaterThan(5);
    expect(asked.sentence.length).toBeLessThanOrEqual(5_000);
  });

  it('of a few columns is whole', () => {
    const few = question('UNIT_UNKNOWN', 'Nothing says the unit.', answers.slice(28), { unit: 'kWh' });
    expect(few.details).toMatchObject({
      statement: 'Nothing says the unit.',
      candidates: answers.slice(28).map(({ means, setting }) => ({ means, setting: { unit: 'kWh', ...setting } })),
    });
    expect(few.sentence).toContain(answers[29]?.means);
  });
});
