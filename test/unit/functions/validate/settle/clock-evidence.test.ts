/** The days on which clocks change show which clock a file is on. */
import { describe, expect, it } from 'vitest';
import { answerOf, refusalOfUpload } from '../../../../helpers/refusal.ts';
import { ingest } from '../../../../helpers/validate.ts';

const HOUR = 3_600_000;
/** Four days around the spring change of 29 March 2026, with all 24 hours each. */
const FIXED = [
  'timestamp,Consumption (kWh)',
  ...Array.from({ length: 96 }, (_, hour) => {
    const at = new Date(Date.UTC(2026, 2, 28) + hour * HOUR).toISOString().slice(0, 16).replace('T', ' ');
    return `${at},${(0.2 + ((hour * 7919) % 83) / 100).toFixed(2)}`;
  }),
  '',
].join('\n');
const berlin = (layout?: string) => ({ metadata: { 'time-zone': 'Europe/Berlin', ...(layout ? { layout } : {}) } });

describe('a file that has the hour that clocks skip', () => {
  it.each([
    ['winter time', 1, 0],
    ['UTC', 0, 1],
  ])('is asked about its clock, and is read on %s without a lost hour', async (_, ahead, answer) => {
    const text = FIXED;
    const asked = await refusalOfUpload(text, berlin());
    expect(asked.sentence).toContain('its own clock does not change');
    const { rows, output } = await ingest(text, berlin(answerOf(asked, answer).metadata?.layout));
    expect(output).toMatchObject({ readings: { accepted: 96, rejected: 0 } });
    const first = new Date(Date.UTC(2026, 2, 28) - ahead * HOUR).toISOString().slice(0, 19).replace('T', ' ');
    expect(rows[0]?.utc).toBe(first);
  });

  it('loses these times where a person says that it is on the wall clock', async () => {
    const { output } = await ingest(FIXED, berlin('{"clock":"wall"}'));
    expect(output).toMatchObject({ readings: { accepted: 95, rejected: 1 } });
  });

  it('is not asked about one wrong time without its next hour', async () => {
    const wall = FIXED.split('\n')
      .filter((line) => !line.startsWith('2026-03-29 03:'))
      .join('\n');
    const { output } = await ingest(wall, berlin());
    expect(output).toMatchObject({ readings: { accepted: 94, rejected: 1 } });
  });
});
