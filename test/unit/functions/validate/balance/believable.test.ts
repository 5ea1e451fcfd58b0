/** A figure that a site of its kind cannot have is asked about, never published without a word. */
import { describe, expect, it } from 'vitest';
import { SITE_KIND_NAMES, SITE_KINDS } from '../../../../../shared/energy/site-kinds.ts';
import { pathOf, readDocument, withList } from '../../../../helpers/documents.ts';
import { answerOf, refusalOfUpload } from '../../../../helpers/refusal.ts';
import { ingest } from '../../../../helpers/validate.ts';

const hourly = (heading: string, value: (hour: number) => number, hours = 240) =>
  [
    `timestamp,${heading}`,
    ...Array.from({ length: hours }, (_, hour) => {
      const at = new Date(Date.UTC(2026, 4, 1, hour)).toISOString().slice(0, 16).replace('T', ' ');
      return `${at},${value(hour)}`;
    }),
    '',
  ].join('\n');
/** Watt-hours of a flat. */
const flat = (hour: number) => 250 + ((hour * 7919) % 307);
const total = (rows: readonly { kwh?: unknown }[]) => rows.reduce((sum, row) => sum + Number(row.kwh), 0);

describe('gigawatt-hours of a home', () => {
  const text = hourly('home (kWh)', flat);

  it('are asked about: first the unit, then the kind of the site', async () => {
    const asked = await refusalOfUpload(text);
    expect(asked.code).toBe('LAYOUT_AMBIGUOUS');
    expect(asked.sentence).toMatch(/3,\d+ MWh a year/);
    const wattHours = await ingest(text, answerOf(asked));
    const business = await ingest(text, answerOf(asked, 1));
    expect(total(wattHours.rows) * 1000).toBeCloseTo(total(business.rows), 6);
    expect(total(wattHours.rows)).toBeLessThan(150);
  });

  it('are believed of a site that is said to be larger, and of one that nothing calls a home', async () => {
    expect((await ingest(text, { metadata: { layout: '{"kind":"business"}' } })).rows).toHaveLength(240);
    const { rows, layout } = await ingest(hourly('Consumption (kWh)', flat));
    expect(rows).toHaveLength(240);
    expect(layout?.notes).toMatchObject([{ code: 'LARGER_THAN_A_HOME' }]);
    const said = { metadata: { layout: '{"kind":"business"}' } };
    expect((await ingest(hourly('Consumption (kWh)', flat), said)).layout?.notes).toEqual([]);
    expect((await ingest(hourly('Consumption (MWh)', flat))).layout?.notes).toEqual([]);
    const asked = await refusalOfUpload(hourly('Consumption (kWh)', flat), { metadata: { layout: '{"kind":"home"}' } });
    expect(asked.sentence).toContain('a year');
  });

  it('are no reason to ask where one reading is false, nor where a person said the unit', async () => {
    const once = hourly('home (kWh)', (hour) => (hour === 77 ? 1_677_721.5 : flat(hour) / 1000));
    expect((await ingest(once)).rows).toHaveLength(240);
    expect((await ingest(text, { metadata: { layout: '{"unit":"kWh","columns":{}}' } })).rows).toHaveLength(240);
  });
});

it('hundreds of kilowatts of a home are asked about, though only now and then', async () => {
  const charger = hourly('home charger (kWh)', (hour) => (hour % 48 === 0 ? 220 + hour / 100 : 0));
  const asked = await refusalOfUpload(charger);
  expect(asked.sentence).toContain('would reach 22');
  expect(total((await ingest(charger, answerOf(asked, 1))).rows)).toBeGreaterThan(1_000);
  const once = hourly('home charger (kWh)', (hour) => (hour === 48 ? 220 : 7));
  expect((await ingest(once)).rows).toHaveLength(240);
});

it.each([3, 6])('%i stands of a register that no heading calls one are asked about', async (stands) => {
  const text = hourly('kWh', (hour) => 123_456 + 3 * hour, stands);
  const asked = await refusalOfUpload(text);
  expect(asked.sentence).toContain('only ever grow');
  expect(total((await ingest(text, answerOf(asked))).rows)).toBe(3 * (stands - 1));
});

it('docs/METHODS.md shows the bounds', async () => {
  const rows = SITE_KIND_NAMES.map((kind) => {
    const { description, kwhAYear, kw } = SITE_KINDS[kind];
    const bound = (most: number) => (Number.isFinite(most) ? most.toLocaleString('en-US') : 'none');
    return `| \`${kind}\` | ${description} | ${bound(kwhAYear)} | ${bound(kw)} |`;
  });
  const table = ['| `kind` | such as | kWh a year, used or produced | kW at once |', '|---|---|---|---|', ...rows].join(
    '\n',
  );
  await expect(withList(readDocument('docs/METHODS.md'), 'site kinds', table)).toMatchFileSnapshot(
    pathOf('docs/METHODS.md'),
  );
});
