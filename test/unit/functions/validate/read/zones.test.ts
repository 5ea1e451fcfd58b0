/** Sites of one file in zones of their own: the policy for changing clocks holds for each by its own clock. */
import { describe, expect, it } from 'vitest';
import { type IngestOptions, ingest } from '../../../../helpers/validate.ts';

const lines = (...all: string[]) => `${all.join('\n')}\n`;
const options = (zone: string, layout: object = {}): IngestOptions => ({
  metadata: { 'time-zone': zone, layout: JSON.stringify(layout) },
  env: { ENERGY_REJECT_LIMIT: '1' },
});
const times = (rows: readonly Record<string, unknown>[]) =>
  rows.map((row) => `${row.site_id} ${row.timestamp} ${row.utc} ${Number(row.kwh)}`);

describe('zones of sites', () => {
  it('follows each site by its own clock where the clocks change', async () => {
    const ofSite = (site: string) => [
      `${site},2026-03-29 01:30,1`,
      `${site},2026-03-29 02:30,2`,
      `${site},2026-10-25 01:30,3`,
      `${site},2026-10-25 02:30,4`,
      `${site},2026-10-25 02:30,5`,
    ];
    const text = lines(
      'site_id,timestamp,kwh',
      ...ofSite('Berlin'),
      ...ofSite('London'),
      ...ofSite('Kolkata').slice(0, 4),
    );
    const zones = { London: 'Europe/London', Kolkata: 'Asia/Kolkata' };
    const { rows, rejected, layout } = await ingest(text, options('Europe/Berlin', { time_zones: zones }));
    expect(times(rows)).toEqual([
      'Berlin 2026-03-29 01:30:00 2026-03-29 00:30:00 1',
      'Berlin 2026-10-25 01:30:00 2026-10-24 23:30:00 3',
      'Berlin 2026-10-25 02:30:00 2026-10-25 00:30:00 4',
      'Berlin 2026-10-25 02:30:00 2026-10-25 01:30:00 5',
      'Kolkata 2026-03-29 01:30:00 2026-03-28 20:00:00 1',
      'Kolkata 2026-03-29 02:30:00 2026-03-28 21:00:00 2',
      'Kolkata 2026-10-25 01:30:00 2026-10-24 20:00:00 3',
      'Kolkata 2026-10-25 02:30:00 2026-10-24 21:00:00 4',
      'London 2026-03-29 02:30:00 2026-03-29 01:30:00 2',
      'London 2026-10-25 01:30:00 2026-10-25 00:30:00 3',
    ]);
    // London's clock shows 02:30 once that day: twice in the file, it is a conflict, and 01:30 in March is skipped.
    expect(rejected.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '3 TIME_NONEXISTENT',
      '7 TIME_NONEXISTENT',
      '10 CONFLICT',
      '11 CONFLICT',
    ]);
    expect(layout).toMatchObject({ time: { zone: 'Europe/Berlin' }, zones });
  });

  it('reads the zone from a column of the file', async () => {
    const text = lines(
      'site_id,time_zone,timestamp,kwh',
      'A,Europe/Berlin,2026-07-01 00:00,1',
      'B,America/New_York,2026-07-01 00:00,2',
      'C,,2026-07-01 00:00,3',
      'D,Mars/Base,2026-07-01 00:00,4',
    );
    const { rows, rejected, layout } = await ingest(text, options('UTC'));
    expect(times(rows)).toEqual([
      'A 2026-07-01 00:00:00 2026-06-30 22:00:00 1',
      'B 2026-07-01 00:00:00 2026-07-01 04:00:00 2',
      'C 2026-07-01 00:00:00 2026-07-01 00:00:00 3',
    ]);
    expect(rejected).toMatchObject([{ line: 5, code: 'TIME_ZONE_UNKNOWN', column: 'time_zone' }]);
    expect(layout?.zones).toEqual({ A: 'Europe/Berlin', B: 'America/New_York' });
  });

  it('tells by each clock whether the hours of a day follow it or count from midnight', async () => {
    const day = (site: string, count: number) =>
      Array.from({ length: count }, (_, at) => `${site},2026-03-29,${at + 1},${at % 5}`);
    const text = lines('site_id,date,hour,kwh', ...day('Berlin', 23), ...day('Lagos', 24));
    const { rows, rejected } = await ingest(text, options('Europe/Berlin', { time_zones: { Lagos: 'Africa/Lagos' } }));
    expect(rejected).toEqual([]);
    const last = (site: string) => times(rows.filter((row) => row.site_id === site)).at(-1);
    expect(last('Berlin')).toBe('Berlin 2026-03-29 23:00:00 2026-03-29 21:00:00 2');
    expect(last('Lagos')).toBe('Lagos 2026-03-29 23:00:00 2026-03-29 22:00:00 3');
  });

  it('knows the zone of the site that the upload is of', async () => {
    const { rows, output } = await ingest(
      lines('timestamp,kwh', '2026-07-01 00:00:00,1'),
      options('UTC', { site_id: 'plant', time_zones: { plant: 'America/New_York' } }),
    );
    expect(times(rows)).toEqual(['plant 2026-07-01 00:00:00 2026-07-01 04:00:00 1']);
    expect(output).toMatchObject({ timeZone: 'America/New_York' });
  });

  it('says which sites are not in the file', async () => {
    const { layout } = await ingest(
      lines('site_id,timestamp,kwh', 'HQ,2026-07-01 00:00,1'),
      options('UTC', { time_zones: { hq: 'Europe/Paris' } }),
    );
    expect(layout?.notes).toMatchObject([{ code: 'ZONE_UNUSED', count: 1, message: expect.stringContaining('"hq"') }]);
  });

  it('refuses a zone that nobody knows', async () => {
    const run = ingest(lines('timestamp,kwh', '2026-07-01,1'), options('UTC', { time_zones: { A: 'Europe/Berln' } }));
    await expect(run).rejects.toMatchObject({ code: 'TIME_ZONE_UNKNOWN' });
  });
});
