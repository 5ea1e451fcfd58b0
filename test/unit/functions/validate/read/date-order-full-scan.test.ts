/**
 * Dates whose order the beginning of a long file leaves open: the whole column is looked at before anybody is asked.
 */
import { expect, it } from 'vitest';
import { HEAD_BYTES } from '../../../../../functions/validate/open/index.ts';
import { ingest } from '../../../../helpers/validate.ts';

const METERS = 1500;

/** So many readings of one day that nothing after them is in the part of the file that recognition looks at. */
function longFile(...after: string[]): string {
  const lines = ['date,meter,kwh'];
  for (let hour = 0; hour < 24; hour += 1) {
    const time = `03/04/2026 ${String(hour).padStart(2, '0')}:00`;
    for (let meter = 0; meter < METERS; meter += 1) lines.push(`${time},meter ${meter},0.${(hour + meter) % 10}`);
  }
  expect(lines.join('\n').length).toBeGreaterThan(HEAD_BYTES);
  return `${[...lines, ...after].join('\n')}\n`;
}

it.each([
  ['the day', '13/04/2026 00:00', 'DMY', '2026-04-03T00:00:00'],
  ['the month', '03/13/2026 00:00', 'MDY', '2026-03-04T00:00:00'],
])('finds that %s stands first from a record at the end', async (_, date, order, from) => {
  const { output, layout } = await ingest(longFile(`${date},meter 0,1`));
  expect(output).toMatchObject({ readings: { accepted: 24 * METERS + 1, rejected: 0 }, period: { from } });
  expect(layout?.time.order).toBe(order);
  expect(layout?.decisions).toContainEqual({
    what: 'date order',
    chosen: order,
    why: expect.stringContaining('in the whole column'),
  });
});

it('asks where the whole column leaves it open, and takes the answer', async () => {
  const text = longFile('05/06/2026 00:00,meter 0,1');
  await expect(ingest(text)).rejects.toMatchObject({
    code: 'LAYOUT_AMBIGUOUS',
    details: { candidates: [{ setting: { date_order: 'DMY' } }, { setting: { date_order: 'MDY' } }] },
  });
  const { output } = await ingest(text, { metadata: { layout: '{"date_order":"MDY"}' } });
  expect(output).toMatchObject({ period: { from: '2026-03-04T00:00:00', to: '2026-05-06T01:00:00' } });
});

it('asks where two records at the end contradict each other', async () => {
  const text = longFile('13/04/2026 00:00,meter 0,1', '04/13/2026 00:00,meter 0,1');
  await expect(ingest(text)).rejects.toMatchObject({ code: 'LAYOUT_AMBIGUOUS' });
});
