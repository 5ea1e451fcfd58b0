import { expect, it } from 'vitest';
import { uploadEventSchema } from '../../../../shared/object-created.ts';
import { findStaleForecasts, startStale } from '../../../../shared/sweep/stale-forecasts.ts';
import { recordWorld, upload } from '../../../helpers/record.ts';

const MONTH = 31 * 24 * 60;

it('runs the last upload of a site again, once for a change that came after its forecast', async () => {
  const world = await recordWorld();
  const put = (dataset: string, uploaded: number, from: number) => {
    const readings = [{ thing: 'home total use', from, to: from + 60, kwh: 1 }];
    const given = { dataset, run: `run-${dataset}-${uploaded}`, uploaded, readings, forecast: ['home'] };
    return upload(given, world.context());
  };
  const found = async (minute: number, etag: string) =>
    findStaleForecasts({
      ...world.context(),
      now: () => new Date(Date.UTC(2026, 9, 1, 0, minute)),
      versions: {
        async *list(key) {
          yield { key, etag, bytes: 1, modified: new Date(0) };
        },
      },
    });
  const november = 'run-november-1';
  await put('november', 1, MONTH);
  expect(await found(30, november)).toEqual([]);

  await put('october', 2, 0);
  const stale = await found(30, november);
  expect(stale).toMatchObject([{ run: november, upload: { key: 'raw/november.csv' } }]);
  // Another change may follow at once; and other bytes may be at the key by now.
  expect(await found(3, november)).toEqual([]);
  expect(await found(30, 'others')).toEqual([]);

  const events = new Map<string, unknown>();
  const runs = {
    underWay: async () => [],
    start: async (name: string, event: unknown) => !events.has(name) && events.set(name, event) === events,
  };
  expect(await startStale(stale, 'lake', runs, new Date())).toBe(1);
  expect(await startStale(stale, 'lake', runs, new Date())).toBe(0);
  const [event] = events.values();
  const object = { key: 'raw/november.csv', etag: november };
  expect(uploadEventSchema.parse(event)).toMatchObject({ rerun: true, detail: { object } });

  // A forecast that is made after the change is as new as the record.
  await put('november', 40, MONTH);
  expect(await found(90, 'run-november-40')).toEqual([]);
  await world.close();
});
