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

  it('is read by the ends of its intervals where it has that hour and not the next one', async () => {
    const ends = FIXED.split('\n').filter((line) => !line.startsWith('2026-03-29 03:'));
    const { output, rows, layout } = await ingest(ends.join('\n'), berlin());
    expect(output).toMatchObject({ readings: { accepted: 95, rejected: 0 } });
    expect(layout?.time.stamps).toBe('end');
    expect(rows[0]?.timestamp).toBe('2026-03-27 23:00:00');
  });
});

describe('a file that has the hour that clocks repeat', () => {
  const hours = (...more: readonly number[]) =>
    [...Array(96).keys(), ...more]
      .sort((a, b) => a - b)
      .map((hour) => {
        const at = new Date(Date.UTC(2025, 9, 25) + hour * HOUR).toISOString().slice(0, 16).replace('T', ' ');
        return `${at},${(0.2 + ((hour * 7919) % 83) / 100).toFixed(2)}`;
      });
  const file = (...more: readonly number[]) => ['timestamp,Consumption (kWh)', ...hours(...more), ''].join('\n');
  const TWO_OF_SUNDAY = 26;
  const THREE_OF_SUNDAY = 27;

  it('once, and all others, is asked about its clock', async () => {
    const asked = await refusalOfUpload(file(), berlin());
    expect(asked.sentence).toContain('On 2025-10-26 clocks in Europe/Berlin show an hour twice');
    const { rows } = await ingest(file(), berlin(answerOf(asked).metadata?.layout));
    const instants = rows.map(({ utc }) => Date.parse(`${String(utc).replace(' ', 'T')}Z`));
    expect(instants.every((at, row) => row === 0 || at - (instants[row - 1] ?? 0) === HOUR)).toBe(true);
  });

  it('twice, is on the wall clock', async () => {
    const { output, layout } = await ingest(file(TWO_OF_SUNDAY), { ...berlin('{"repeats":"sum"}') });
    expect(output).toMatchObject({ readings: { accepted: 97, rejected: 0 } });
    expect(layout?.time.stamps).toBe('start');
  });

  it('once and the next one twice, writes the ends of its intervals', async () => {
    const { output, layout } = await ingest(file(THREE_OF_SUNDAY), berlin());
    expect(output).toMatchObject({ readings: { accepted: 97, rejected: 0 } });
    expect(layout?.time.stamps).toBe('end');
  });

  it('once, is not asked about where a spring shows that its clock changes', async () => {
    const days = 230;
    const wall = Array.from({ length: days * 24 }, (_, hour) => Date.UTC(2025, 2, 20) + hour * HOUR)
      .map((at) => new Date(at).toISOString().slice(0, 16).replace('T', ' '))
      .filter((time) => time !== '2025-03-30 02:00')
      .map((time, at) => `${time},${(0.2 + ((at * 7919) % 83) / 100).toFixed(2)}`);
    const { output } = await ingest(['timestamp,Consumption (kWh)', ...wall, ''].join('\n'), berlin());
    expect(output).toMatchObject({ outcome: 'READY', readings: { rejected: 0 } });
  });
});
