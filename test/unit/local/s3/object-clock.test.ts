import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createS3 } from '../../../../local/s3/index.ts';
import { ObjectClock } from '../../../../local/s3/object-clock.ts';
import type { ObjectChange } from '../../../../local/service.ts';

afterEach(() => vi.useRealTimers());

const at = (time: string) => vi.setSystemTime(new Date(time));

test('uploads after a clock was set back are later than those before, also after a restart', async () => {
  const home = await mkdtemp(join(tmpdir(), 'energy-clock-'));
  const file = join(home, 'file.csv');
  await writeFile(file, 'timestamp,kwh\n');
  vi.useFakeTimers({ toFake: ['Date'] });
  const seen: string[] = [];
  const put = async (key: string) => {
    const onChanged = ({ time }: ObjectChange) => seen.push(time.toISOString());
    const s3 = await createS3({ home, onChanged, lasts: () => true });
    await s3.createBucket('lake');
    await s3.putFile({ bucket: 'lake', key, file, metadata: {} });
    await s3.close();
  };
  at('2026-10-02T00:00:00Z');
  await put('raw/ahead.csv');
  at('2026-10-01T00:00:00Z');
  await put('raw/a.csv');
  await put('raw/b.csv');
  at('2026-10-02T06:00:00Z');
  await put('raw/c.csv');
  await rm(home, { recursive: true });
  expect(seen).toEqual([
    '2026-10-02T00:00:00.000Z',
    '2026-10-02T00:00:01.000Z',
    '2026-10-02T00:00:02.000Z',
    '2026-10-02T06:00:00.000Z',
  ]);
});

test('what is no upload moves no clock, and a clock that is behind by less than a second none either', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  at('2026-10-01T00:00:00Z');
  const clock = new ObjectClock(Date.now() + 60_000);
  expect([clock.next(false), clock.next(false)]).toEqual([Date.now() + 60_000, Date.now() + 60_000]);
  const near = new ObjectClock(Date.now() + 500);
  expect([near.next(true), near.next(true)]).toEqual([Date.now() + 500, Date.now() + 500]);
});
