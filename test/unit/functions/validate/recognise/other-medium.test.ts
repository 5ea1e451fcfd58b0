import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const file = (...lines: readonly string[]) => [...lines, ''].join('\n');
const ROWS = ['2026-10-01;381,1', '2026-10-02;389,2', '2026-10-03;391,5'];

it.each([
  ['"Unit" says m3', file('Date;Usage;Unit', ...ROWS.map((row) => `${row};m3`))],
  ['its first line says "Wasser"', file('Wasser;19.09.24', 'Date;Usage', ...ROWS)],
  ['"Gas Usage (Therms)" counts gas', file('Date;Gas Charges;Gas Usage (Therms)', ...ROWS.map((row) => `${row};12`))],
])('a file of another medium is refused with what it holds: %s', async (why, text) => {
  const refused = { code: 'NOT_READINGS', message: expect.stringContaining(JSON.stringify(why).slice(1, -1)) };
  await expect(ingest(text)).rejects.toMatchObject(refused);
});

it('a person may say that it is electricity', async () => {
  const text = file('Wasser;19.09.24', 'Date;Usage', ...ROWS);
  const { rows } = await ingest(text, { metadata: { layout: '{"unit":"kWh"}' } });
  expect(rows).toHaveLength(3);
});
