import { expect, test } from 'vitest';
import type { Overlap } from '../../../../shared/energy/overlap.ts';
import { overlapSentence } from '../../../../shared/report/overlap.ts';

const overlap: Overlap = {
  ...{ readings: 264, from: '2026-06-10T00:00:00', to: '2026-06-21T00:00:00', datasets: ['june-a', 'june-b'] },
  ...{ left_out: 0, kwh: 132, others_kwh: 132, generated_kwh: null, others_generated_kwh: null },
};
const sentence = (change: Partial<Overlap> = {}) =>
  overlapSentence('june-c', { ...overlap, ...change }, (words) => `<${words}>`);

test('an overlap is told with its readings, its time, the others, and the commands that settle it', () => {
  expect(sentence()).toBe(
    '264 readings from 10 Jun 2026, 00:00 to 21 Jun 2026, 00:00 are also in june-a, june-b (the same 132 kWh used); ' +
      'each time counts once. To let the other count: <prefer june-a>; to take this one out: <remove june-c>.',
  );
  expect(sentence({ readings: 1, left_out: 3 })).toContain('1 reading from 10 Jun 2026, 00:00');
  expect(sentence({ left_out: 3 })).toContain('june-a, june-b and 3 more');
});

test('the difference says whose energy is more, for what is used and what is produced', () => {
  expect(sentence({ kwh: 140 })).toContain('(140 kWh used here, 8 kWh more than there)');
  expect(sentence({ kwh: null, generated_kwh: 20, others_generated_kwh: 21.5 })).toContain(
    '(20 kWh produced here, 1.5 kWh less than there)',
  );
  expect(sentence({ kwh: null, others_kwh: null })).toContain('june-b; each time');
});
