import { expect, test } from 'vitest';
import { flowOfWords } from '../../../../../../functions/validate/recognise/words/flow-of-words.ts';
import { positiveBySigns } from '../../../../../../functions/validate/recognise/words/sign-legend.ts';

test.each([
  ['Saldo [kWh] (+ Rücklieferung / − Bezug)', 'out', 'net'],
  ['Saldo (− Bezug, + Rücklieferung)', 'out', 'net'],
  ['Leistung [W] (+ Bezug / - Einspeisung)', 'in', 'net'],
  ['Net power (positive: import, negative: export)', 'in', 'net'],
  ['Grid W (+import/-export)', 'in', 'net'],
  ['Grid energy [kWh] (import +, export -)', 'in', 'net'],
  ['Leistung (+) Lieferung (-) Bezug [kW]', 'out', 'net'],
  ['Bezug(+)/Einspeisung(-) kWh', 'in', 'net'],
  ['Net kWh (import positive, export negative)', 'in', 'net'],
  ['Battery (-charge/+discharge)', 'in', 'battery'],
  ['Battery power (+ charge / - discharge) [W]', 'out', 'battery'],
])('%s says which way its signs count', (text, positive, flow) => {
  expect(positiveBySigns(text)).toBe(positive);
  expect(flowOfWords(text)?.flow).toBe(flow);
});

test.each(['Import - Export', 'A+ / A-', 'Day-ahead + import', '+ Bezug', 'Import + Export (kWh)'])(
  '%s does not',
  (text) => expect(positiveBySigns(text)).toBeUndefined(),
);
