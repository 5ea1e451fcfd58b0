/** A clock change that the zone does not have shows that the zone is another one. */
import { describe, expect, it } from 'vitest';
import { answerOf, refusalOfUpload } from '../../../../helpers/refusal.ts';
import { ingest } from '../../../../helpers/validate.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Days of the file before and behind the change, with all their hours. */
const AROUND = 2;

interface Wall {
  /** First local hour of the change, `2026-03-29 02:00`. */
  readonly change: string;
  /** Hours that are missing from there on; below 0 they are there twice. */
  readonly hours: number;
  /** Minutes of an interval. */
  readonly step?: number;
  readonly sites?: readonly string[];
  /** Further local times that are not there. */
  readonly lost?: readonly string[];
}

const written = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
const value = (at: number) => (0.2 + ((at * 7919) % 83) / 100).toFixed(2);

/** A file whose own clock changes, or that has a gap. */
function file({ change, hours, step = 60, sites = ['home'], lost = [] }: Wall): string {
  const from = Date.parse(`${change.replace(' ', 'T')}Z`);
  const to = from + Math.abs(hours) * HOUR;
  const day = Date.parse(`${change.slice(0, 10)}T00:00Z`);
  const times: number[] = [];
  for (let at = day - AROUND * 24 * HOUR; at < day + (AROUND + 1) * 24 * HOUR; at += step * MINUTE) {
    if (hours > 0 && at >= from && at < to) continue;
    times.push(at);
    if (hours < 0 && at === to - step * MINUTE)
      for (let again = from; again < to; again += step * MINUTE) times.push(again);
  }
  const rows = sites.flatMap((site, number) =>
    times
      .map((at, row) => [written(at), `${written(at)},${site},${value(row * 3 + number)}`] as const)
      .filter(([time]) => !lost.includes(time))
      .map(([, line]) => line),
  );
  return ['timestamp,site,Consumption (kWh)', ...rows, ''].join('\n');
}

const SPRING = { change: '2026-03-29 02:00', hours: 1 };
const AUTUMN = { change: '2025-10-26 02:00', hours: -1 };
const AMERICAN = { change: '2026-03-08 02:00', hours: 1 };
const readIn = (zone?: string, layout?: string) => ({
  metadata: { ...(zone ? { 'time-zone': zone } : {}), ...(layout ? { layout } : {}) },
});
const zonesOffered = async (wall: Wall, zone?: string) => {
  const { details } = await refusalOfUpload(file(wall), readIn(zone));
  return JSON.parse(JSON.stringify(details)).candidates.map(
    ({ setting }: { setting: Record<string, string> }) => setting,
  );
};

describe('a clock change on a day on which that of the zone does not change', () => {
  it.each([
    ['spring', 'America/New_York', SPRING],
    ['spring', undefined, SPRING],
    ['autumn', 'America/New_York', AUTUMN],
    ['autumn', undefined, AUTUMN],
    ['spring, by quarter-hours', undefined, { ...SPRING, step: 15 }],
    ['autumn, by quarter-hours and at two sites', 'Asia/Tokyo', { ...AUTUMN, step: 15, sites: ['a', 'b'] }],
  ])('in %s, read with the zone %s, is asked, and the first answer reads all of it', async (_, zone, wall) => {
    const asked = await refusalOfUpload(file(wall), readIn(zone));
    expect(asked.code).toBe('LAYOUT_AMBIGUOUS');
    expect(asked.sentence).toContain('Europe/Berlin');
    const answer = answerOf(asked).metadata?.layout;
    expect(JSON.parse(answer ?? '')).toMatchObject({ time_zone: 'Europe/Berlin' });
    const { output, rows, layout } = await ingest(file(wall), readIn(zone, answer));
    expect(output).toMatchObject({ timeZone: 'Europe/Berlin', readings: { rejected: 0, duplicates: 0, missing: 0 } });
    expect(layout?.gaps.intervals).toBe(0);
    const step = ('step' in wall ? wall.step : 60) * MINUTE;
    const own = rows.filter(({ site_id }) => site_id === rows[0]?.site_id);
    const instants = own.map(({ utc }) => Date.parse(`${String(utc).replace(' ', 'T')}Z`));
    expect(instants.every((at, row) => row === 0 || at - (instants[row - 1] ?? 0) === step)).toBe(true);
  });

  it('offers the zone as it is last, and takes it', async () => {
    const asked = await refusalOfUpload(file(SPRING), readIn('America/New_York'));
    const last = JSON.parse(JSON.stringify(asked.details)).candidates.length - 1;
    const layout = answerOf(asked, last).metadata?.layout;
    expect(JSON.parse(layout ?? '')).toEqual({ time_zone: 'America/New_York', clock: 'wall' });
    const { output } = await ingest(file(SPRING), readIn('America/New_York', layout));
    expect(output).toMatchObject({ outcome: 'READY', timeZone: 'America/New_York' });
  });

  it('names the zones by day and hour', async () => {
    expect((await zonesOffered({ change: '2026-03-29 01:00', hours: 1 }))[0]).toEqual({ time_zone: 'Europe/London' });
    expect((await zonesOffered({ change: '2026-03-29 03:00', hours: 1 }))[0]).toEqual({ time_zone: 'Europe/Helsinki' });
    expect((await zonesOffered({ change: '2025-10-05 02:00', hours: 1 }))[0]).toEqual({
      time_zone: 'Australia/Sydney',
    });
    expect((await zonesOffered(AMERICAN, 'Europe/Berlin'))[0]).toEqual({ time_zone: 'America/New_York' });
  });

  it('names first what is nearest to the zone that was named', async () => {
    expect((await zonesOffered(AMERICAN, 'America/Phoenix'))[0]).toEqual({ time_zone: 'America/Denver' });
  });

  it('names the ends of intervals where those fit', async () => {
    const wall = { ...SPRING, step: 15, lost: ['2026-03-29 03:00'] };
    const ends = file(wall).replace('2026-03-29 01:45', '2026-03-29 01:45,home,0.5\n2026-03-29 02:00');
    const asked = await refusalOfUpload(ends, readIn());
    expect(JSON.parse(answerOf(asked).metadata?.layout ?? '')).toEqual({ time_zone: 'Europe/Berlin', stamps: 'end' });
  });
});

describe('what is no clock change', () => {
  it.each<[string, string, string | undefined]>([
    ['a gap on another day', file({ change: '2026-03-25 02:00', hours: 1 }), undefined],
    ['a gap at an hour at which no clock changes', file({ change: '2026-03-29 14:00', hours: 1 }), undefined],
    ['a gap of two hours', file({ change: '2026-03-29 02:00', hours: 2 }), undefined],
    ['a gap that begins earlier', file({ ...SPRING, step: 15, lost: ['2026-03-29 01:45'] }), undefined],
    ['one of several hours that are lost', file({ ...SPRING, lost: ['2026-03-29 09:00'] }), undefined],
    ['a change that the zone has', file(SPRING), 'Europe/Paris'],
    ['times with offsets', file(SPRING).replaceAll(/^(2026\S+) (\S\S:\S\S)/gm, '$1T$2+01:00'), 'America/New_York'],
    [
      'readings of days',
      [
        'date,Consumption (kWh)',
        ...Array.from({ length: 60 }, (_, day) => `${written(Date.UTC(2026, 2, 1 + day)).slice(0, 10)},${value(day)}`),
        '',
      ].join('\n'),
      'America/New_York',
    ],
  ])('is not asked about: %s', async (_, text, zone) => {
    const { output } = await ingest(text, readIn(zone));
    expect(output.outcome).toBe('READY');
  });

  it('is not asked about where the file follows the changes of its zone', async () => {
    const lines = Array.from({ length: 60 * 24 }, (_, hour) => Date.UTC(2026, 1, 20) + hour * HOUR)
      .map(written)
      .filter((time) => time !== '2026-03-08 02:00' && time !== '2026-03-29 02:00')
      .map((time, row) => `${time},${value(row)}`);
    const { output } = await ingest(
      ['timestamp,Consumption (kWh)', ...lines, ''].join('\n'),
      readIn('America/Chicago'),
    );
    expect(output).toMatchObject({ outcome: 'READY', timeZone: 'America/Chicago' });
  });

  it('is not asked about where the file has as many changes of the zone that it does not follow', async () => {
    const lines = Array.from({ length: 260 * 24 }, (_, hour) => Date.UTC(2025, 2, 20) + hour * HOUR)
      .map(written)
      .filter((time) => time !== '2025-03-30 02:00')
      .map((time, row) => `${time},${value(row)}`);
    const { output } = await ingest(['timestamp,Consumption (kWh)', ...lines, ''].join('\n'), readIn());
    expect(output).toMatchObject({ outcome: 'READY', timeZone: 'UTC' });
  });

  it('is not asked about where the site of one is on another clock', async () => {
    const both =
      file(SPRING) +
      file({ change: '2026-03-29 02:00', hours: 0, sites: ['plant'] })
        .split('\n')
        .slice(1)
        .join('\n');
    const { output } = await ingest(both, readIn());
    expect(output.outcome).toBe('READY');
  });
});

describe('the zone of an answer', () => {
  it('goes before the one given with the upload, which goes before a layout that is kept', async () => {
    const text = file({ ...SPRING, hours: 0 });
    const kept = JSON.stringify([{ match: '*', layout: { time_zone: 'Asia/Tokyo' } }]);
    const objects = { 'config/layouts.json': kept };
    const answered = { ...readIn('Asia/Seoul', '{"time_zone":"Asia/Kolkata"}'), objects };
    expect((await ingest(text, answered)).output).toMatchObject({ timeZone: 'Asia/Kolkata' });
    expect((await ingest(text, { ...readIn('Asia/Seoul'), objects })).output).toMatchObject({ timeZone: 'Asia/Seoul' });
    expect((await ingest(text, { objects })).output).toMatchObject({ timeZone: 'Asia/Tokyo' });
  });

  it('is repeated by no other question where it does not hold', async () => {
    const objects = {
      'config/layouts.json': JSON.stringify([{ match: '*', layout: { time_zone: 'Europe/Berlin', unit: 'Wh' } }]),
    };
    const asked = await refusalOfUpload(file(SPRING), { ...readIn('America/New_York'), objects });
    expect(JSON.parse(answerOf(asked).metadata?.layout ?? '')).toEqual({ time_zone: 'Europe/Berlin', unit: 'Wh' });
  });
});
