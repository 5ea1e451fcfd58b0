import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { escapeText } from '../../../../../shared/text/html.ts';
import { pagesOf } from '../pages.ts';
import { noRows, type Queries } from '../run.ts';
import { smallInsights, smallTables } from '../small.ts';

/** Names of all start tags, and the attributes on them, read the way a browser would. */
function tagsOf(page: string): { name: string; attributes: string }[] {
  return [...page.matchAll(/<([a-zA-Z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g)].map(
    ([, name = '', attributes = '']) => ({
      name: name.toLowerCase(),
      attributes,
    }),
  );
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></style><script>alert(1)</script>',
  '&lt;script&gt;',
  '<!--',
  '<svg onload=alert(1)>',
  'a|b\n# c [x](javascript:alert(1)) `code`',
];

/** A letter of Hebrew is fine; the mark that turns what follows is not. */
const RTL = 'מזגן \u202Egnp.exe\u202C';

describe('report.html', () => {
  it('needs nothing beside it, and runs nothing but its own script', async () => {
    const { page } = await pagesOf(smallTables());
    const tags = tagsOf(page);
    const names = new Set(tags.map(({ name }) => name));
    const digest = (element: string) => {
      const [, text = ''] = new RegExp(`<${element}[^>]*>(.*?)</${element}>`, 's').exec(page) ?? [];
      return `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
    };
    expect(page).toContain(
      `content="default-src &#39;none&#39;; script-src ${digest('script')}; style-src ${digest('style')}; base-uri`,
    );
    expect(tags.filter(({ name }) => name === 'script')).toHaveLength(1);
    expect(tags.filter(({ attributes }) => /\sstyle\s*=/.test(attributes))).toEqual([]);
    for (const name of ['link', 'img', 'iframe', 'object', 'embed', 'base', 'form', 'foreignobject', 'use']) {
      expect(names).not.toContain(name);
    }
    expect(tags.filter(({ attributes }) => /\son[a-z]+\s*=/i.test(attributes))).toEqual([]);
    expect(page).not.toMatch(/(?:src|href|action|url\(|@import)[=\s"'(]*(?:https?:)?\/\//i);
    const links = tags.filter(({ name }) => name === 'a').map(({ attributes }) => attributes);
    expect(links).toContain(' href="daily.csv"');
    expect(links.filter((each) => !/^ href="[a-z-]+\.[a-z]+"$/.test(each))).toEqual([]);
  });

  it.each(HOSTILE)('shows the name %j as text', async (hostile) => {
    const insights = {
      ...smallInsights,
      source: hostile,
      assistant: smallInsights.assistant.map((each) => ({ ...each, title: hostile, text: hostile })),
    };
    const source = { bucket: 'test-lake', key: `raw/${hostile}.csv`, etag: 'e', version: hostile };
    const harmless = await pagesOf(smallTables());
    const { page } = await pagesOf(smallTables(hostile), { source }, { insights });
    const shape = (text: string) => tagsOf(text).map(({ name }) => name);
    const extra = new Set(shape(page).filter((name) => !shape(harmless.page).includes(name)));
    expect(extra).toEqual(new Set());
    expect(shape(page).filter((name) => name === 'svg')).toHaveLength(
      shape(harmless.page).filter((name) => name === 'svg').length,
    );
    expect(tagsOf(page).filter(({ attributes }) => /^(?:[^"]|"[^"]*")*?\son[a-z]+\s*=/i.test(attributes))).toEqual([]);
    expect(page).toContain(escapeText(hostile));
  });

  it('keeps letters of every script and drops the marks that turn text around', async () => {
    const { page, markdown } = await pagesOf(smallTables(RTL));
    expect(page).toContain('מזגן');
    expect(page + markdown).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  });

  it('gives each picture a title, a description and unique ids', async () => {
    const { page } = await pagesOf(smallTables());
    const pictures = tagsOf(page).filter(({ attributes }) => attributes.includes('class="chart '));
    expect(pictures.length).toBeGreaterThan(3);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of pictures) {
      const named = /aria-labelledby="(\S+) (\S+)"/.exec(attributes);
      expect(ids).toContain(named?.[1]);
      expect(ids).toContain(named?.[2]);
    }
  });

  it('carries the figures of a picture, in which no name is a formula', async () => {
    const { page } = await pagesOf(smallTables('=1+1'));
    const figuresOf = (id: string) => new RegExp(`data-name="${id}" data-csv="([^"]*)"`).exec(page)?.[1]?.split('\n');
    expect(figuresOf('time-consumption')?.slice(0, 2)).toEqual([
      'day,kwh,serious_events,lower,upper,forecast',
      expect.stringMatching(/^2026-10-01,[\d.]+,0,,,no$/),
    ]);
    expect(figuresOf('heat-consumption')?.join('\n')).toContain('&#39;=1+1');
  });

  it('draws a bar for each day, the forecast after it', async () => {
    const { page } = await pagesOf(smallTables());
    const wide = /<svg class="chart wide"[^>]*time-consumption.*?<\/svg>/s.exec(page)?.[0] ?? '';
    expect(wide.match(/<rect class="consumption"/g)).toHaveLength(2);
    expect(wide.match(/<rect class="consumption ahead"/g)).toHaveLength(2);
    expect(wide.match(/class="interval"/g)).toHaveLength(2);
    expect(wide).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('says how far the forecast can be trusted, and what it was made from', async () => {
    const history = { datasets: 2, names: ['september', 'august'], leftOut: 0 };
    const { page, markdown } = await pagesOf(smallTables(), {}, { history });
    for (const text of [page, markdown]) {
      expect(text).toContain(
        'it was off by 10 % on average; repeating the days of the week before was off by 16 %. 81 % of the days lay',
      );
      expect(text).toContain('Made from 30 complete days, 28 of them known from 2 other uploads. 1 day with too many');
      expect(text).toMatch(/seasonal-naive/);
    }
    expect(page).toContain('ensemble (chosen)');
  });

  it('tells each event in a sentence, with its cost, and marks the day on which a serious one begins', async () => {
    const { page, markdown } = await pagesOf(smallTables());
    const told = 'used 4 kWh, 2.5 kWh more than usual for that time';
    expect(page).toContain(`<td class="t">Fri 2 Oct 2026 18:00–19:00</td><td><bdi>AC</bdi> ${told}</td>`);
    expect(page).toContain('+0.75 EUR');
    expect(page).toContain('Fri 2 Oct: 7.25 kWh, 1 serious event</title>');
    expect(page).toContain('A serious event begins');
    expect(markdown).toContain(`| Fri 2 Oct 2026 18:00–19:00 | AC ${told} | +0.75 EUR | HIGH |`);
  });

  it('says so when nothing happened', async () => {
    const { page, markdown } = await pagesOf({ ...smallTables(), anomaly_event_data: noRows('anomaly_event_data') });
    expect(page).toContain('Nothing happened that is unusual');
    expect(page).not.toContain('A serious event begins');
    expect(markdown).not.toContain('## What happened');
  });

  it('leaves a gap where a day has no readings', async () => {
    const tables = smallTables();
    const daily = tables.daily_energy_data.replaceAll("'2026-10-02'", "'2026-10-04'");
    const { page } = await pagesOf({ ...tables, daily_energy_data: daily });
    expect(page.match(/no readings<\/td>/g)?.length).toBe(4);
  });

  it('stays readable with nothing but generation, and with no series at all', async () => {
    const none = (measure: string, query: string) => `SELECT * FROM (${query}) WHERE measure <> '${measure}'`;
    const { processed_energy_data, daily_energy_data, hourly_energy_data, bill_data } = smallTables();
    const sun = {
      processed_energy_data: none('consumption', processed_energy_data),
      daily_energy_data: none('consumption', daily_energy_data),
      hourly_energy_data: none('consumption', hourly_energy_data),
      bill_data: `SELECT * REPLACE (NULL AS consumed_kwh, NULL AS imported_kwh, 0 AS energy_cost) FROM (${bill_data})`,
    };
    const { page } = await pagesOf(sun, { measures: ['generation'] });
    expect(page).toContain('Generation');
    expect(page).not.toMatch(/Peak hour<\/dt>|NaN|Infinity|undefined/);
    const empty = await pagesOf({});
    expect(empty.page).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('gathers two years into months and a thousand sites into a few rows', async () => {
    const series =
      `SELECT 'site-' || s AS site_id, 'total' AS appliance, ` + `'consumption' AS measure FROM range(1000) r(s)`;
    const tables: Queries = {
      processed_energy_data: `SELECT *, 100 AS readings, 5000000 AS total_kwh, 50000 AS avg_kwh, 1 AS std_kwh,
        1 AS min_kwh, 9 AS max_kwh, 1 AS share, 3 AS peak_hour, NULL AS first_timestamp, NULL AS last_timestamp,
        60 AS interval_minutes, 100 AS expected, 1 AS completeness FROM (${series}) ORDER BY ALL`,
      daily_energy_data: `SELECT *, DATE '2025-01-01' + d::INT AS day, 24 AS readings, 1 AS total_kwh,
        24 AS expected, 1 AS completeness,
        0 AS spread_kwh, 0 AS impossible_kwh FROM (${series}), range(730) r(d) WHERE site_id < 'site-11' ORDER BY ALL`,
      hourly_energy_data:
        `SELECT *, h AS hour, 1 AS readings, 1 AS total_kwh, 1 AS avg_kwh, 1 AS expected, ` +
        `1 AS completeness FROM (${series}), range(24) r(h) ORDER BY ALL`,
      cost_data: `SELECT site_id, appliance, DATE '2025-01-01' AS day,
        'band ' || s % 50 AS band, 1 AS readings, 1 AS expected,
        1 AS completeness, 5000000 AS kwh, 0.1 AS price, 500000 AS cost, 0 AS shift_saving,
          NULL AS co2_kg, 'EUR' AS currency,
        'T' AS tariff FROM (SELECT *, CAST(replace(site_id, 'site-', '') AS INT) AS s FROM (${series})) ORDER BY ALL`,
      load_shape_data: `SELECT site_id, measure, 8760 AS hours, 1 AS mean_kw, 0.5 AS base_load_kw, 2 AS peak_kw,
        TIMESTAMP '2025-01-01' AS peak_timestamp, 60 AS peak_minutes,
        0.5 AS load_factor, NULL AS night_share, 1 AS weekday_kwh, NULL AS weekend_kwh, 28 AS compared_days,
          1 AS recent_kwh, 0 AS previous_kwh,
        NULL AS change, NULL AS year_days, NULL AS year_recent_kwh, NULL AS year_previous_kwh, NULL AS year_change,
        NULL AS kwh_per_m2_year, NULL AS kwh_per_person_day
        FROM (${series}) ORDER BY ALL`,
      bill_data: `SELECT site_id, DATE '2025-01-01' AS day, 1 AS readings, 1 AS expected,
        1 AS completeness, 5000000 AS consumed_kwh,
        NULL AS generated_kwh, NULL AS self_consumed_kwh, 5000000 AS imported_kwh,
          NULL AS exported_kwh, 500000 AS energy_cost,
        NULL AS avoided_cost, 0 AS standing_charge, 0 AS export_revenue, 500000 AS net_cost, NULL AS co2_kg,
        CASE WHEN site_id = 'site-1' THEN 'CHF' ELSE 'EUR' END AS currency, 'T' AS tariff,
        0 AS spread_kwh, 0 AS impossible_kwh, 0 AS impossible_cost,
        0 AS network_cost, 0 AS demand_cost, 0 AS minimum_cost, 0 AS tax_cost,
        0 AS unpriced_kwh, 0 AS split_kwh, 500000 AS variable_cost FROM (${series}) ORDER BY ALL`,
      forecast_data: `SELECT site_id, measure, DATE '2027-01-01' AS ds, 1 AS yhat, 1 AS yhat_lower, 1 AS yhat_upper,
        'prophet' AS model FROM (${series}) ORDER BY ALL`,
    };
    const { page } = await pagesOf(tables);
    expect(page).toContain('month by month');
    expect(page).toContain('and 988 more');
    expect(page).toContain('5,000 GWh');
    expect(page).toContain('499,500,000.00 EUR');
    expect(page).toContain('Together, CHF');
    const wide = /<svg class="chart wide"[^>]*time-consumption.*?<\/svg>/s.exec(page)?.[0] ?? '';
    expect(wide.match(/<rect class="consumption"/g)).toHaveLength(24);
    expect(page.length).toBeLessThan(400_000);
  });
});

describe('report.md', () => {
  it('keeps its tables whole with hostile names', async () => {
    const { markdown } = await pagesOf(smallTables(HOSTILE.at(-1)));
    const rows = markdown.split('\n').filter((line) => line.startsWith('| a'));
    // The appliance with its energy, the band that is called the same, and the appliance with its cost.
    expect(rows.map((row) => row.replace(/\\\|/g, '').match(/\|/g)?.length)).toEqual([6, 7, 5]);
  });
});
