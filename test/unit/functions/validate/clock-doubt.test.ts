import { expect, it } from 'vitest';
import { refusalOfUpload } from '../../../helpers/refusal.ts';
import { ingest } from '../../../helpers/validate.ts';

const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
const day = (date: string) => hours.map((hour) => `${date} ${hour}:00,0.${1 + (Number(hour) % 7)}`);
const file = (...lines: string[]) => ['timestamp,kwh', ...lines, ''].join('\n');

it('keeps no outcome of a file that a wrong clock makes, and reads it when the clock is right', async () => {
  const text = file(...day('2026-10-01'));
  const objects: string[] = [];
  const refused = await refusalOfUpload(text, {
    now: new Date('2020-01-01T08:00:00Z'),
    seen: (keys) => objects.push(...keys),
  });
  expect(refused.code).toBe('IN_THE_FUTURE');
  expect(refused.sentence).toBe(
    '100 % of the readings lie in the future: the clock here says 2020-01-01 08:00 UTC. Where that is wrong, set ' +
      'the clock and replay the run; where it is right, correct the times of the file.',
  );
  expect(objects).toContain('raw/upload.csv');
  expect(objects.filter((key) => key.startsWith('manifests/'))).toEqual([]);
  expect((await ingest(text)).rows).toHaveLength(24);
});

it('keeps as the outcome what is wrong by any clock', async () => {
  const objects: string[] = [];
  const text = file(...day('1980-10-01'), ...day('2099-10-01').slice(0, 10));
  const refused = await refusalOfUpload(text, { seen: (keys) => objects.push(...keys) });
  expect(refused.code).toBe('TOO_MANY_REJECTS');
  expect(objects.filter((key) => key.startsWith('manifests/'))).toHaveLength(1);
});
