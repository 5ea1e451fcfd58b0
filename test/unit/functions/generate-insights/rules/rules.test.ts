/** Each rule speaks where docs/INSIGHTS.md says so, and falls silent in the example beside it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Facts } from '../../../../../functions/generate-insights/facts/index.ts';
import { RULES, textsByRules } from '../../../../../functions/generate-insights/rules/index.ts';
import { SITE_CLASS_NAMES, SITE_CLASSES, type SiteClass } from '../../../../../shared/energy/site-classes.ts';
import { keysOf } from '../../../../../shared/keys-of.ts';
import { pathOf, readDocument, withList } from '../../../../helpers/documents.ts';

function factsOf(scenario: string): Facts {
  const file = new URL(`../../../../fixtures/insights/${scenario}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).facts;
}

const HOME = factsOf('home');
const OFFICES = factsOf('offices');
const PLANT = factsOf('plant');
const SOLAR = factsOf('solar');
const SHORT = factsOf('short');

const as = (name: SiteClass, facts: Facts): Facts => ({ ...facts, kind: { name, by: 'said' } });
const whole = (facts: Facts): Facts => ({ ...facts, period: { ...facts.period, days: 365 } });
const of = (facts: Facts, appliance: string): Facts => ({
  ...facts,
  appliances: facts.appliances.flatMap((each) => (each.share === null ? [] : [{ ...each, appliance }])).slice(0, 1),
});
const use = (facts: Facts, given: Partial<NonNullable<Facts['consumption']>>): Facts => ({
  ...facts,
  consumption: facts.consumption && { ...facts.consumption, ...given },
});
const made = (facts: Facts, given: Partial<NonNullable<Facts['generation']>>): Facts => ({
  ...facts,
  generation: facts.generation && { ...facts.generation, ...given },
});
const loaded = (facts: Facts, given: Partial<Facts['load']>): Facts => ({
  ...facts,
  load: { ...facts.load, ...given },
});
const at = (kwh: number): Facts['night'] => ({ site_id: 'roof', appliance: 'total', total_kwh: kwh });
const billed = (given: Partial<NonNullable<Facts['peaks']>>): Facts => ({
  ...OFFICES,
  peaks: {
    ...{ site_id: 'head office', months: 3, hours: 2160, cost: 1200, price: 4, peak_kw: 100, peak_minutes: 15 },
    ...{ peak_at: '2026-01-12T08:15:00', billed_kw: 100, usual_kw: 60 },
    ...given,
  },
});
const reactive = (given: Partial<NonNullable<Facts['powerFactor']>>): Facts => ({
  ...PLANT,
  powerFactor: {
    ...{ site_id: 'works', series: 'Lagging', months: 12, low_months: 7, kwh: 960_000, kvarh: 457_000 },
    ...{ power_factor: 0.903, lowest: 0.862, lowest_month: '2026-09' },
    ...given,
  },
});
const NO_EVENTS = { ...SOLAR.events, count: 0 };
const DISHES = of(HOME, 'Dishwasher');

interface Example {
  readonly speaks: Facts;
  /** What the document names, in its order. */
  readonly silent: readonly Facts[];
}

const EXAMPLES = {
  PEAK_HOURS: {
    speaks: HOME,
    silent: [use(HOME, { by_hour: Array(24).fill(0) }), use(HOME, { by_hour: Array(24).fill(1) }), SHORT],
  },
  SHIFT_LOAD: {
    speaks: DISHES,
    silent: [of(HOME, 'Refrigerator'), { ...DISHES, tariff: { ...DISHES.tariff, offPeakRate: null } }],
  },
  BASE_LOAD: {
    speaks: HOME,
    silent: [SHORT, { ...SOLAR, basis: 'grid' }, loaded(PLANT, { base_load_kw: 0.9 * (PLANT.load.mean_kw ?? 0) })],
  },
  PEAK_SHAVING: {
    speaks: billed({}),
    silent: [OFFICES, billed({ usual_kw: 81 }), billed({ billed_kw: 101 }), billed({ hours: 167 })],
  },
  LARGEST_SHARE: {
    speaks: HOME,
    silent: [SOLAR, { ...HOME, basis: 'mixed' }, as('region', HOME)],
  },
  WEEKEND: {
    speaks: OFFICES,
    silent: [
      as('home', OFFICES),
      loaded(OFFICES, { weekend_kwh: OFFICES.load.weekday_kwh }),
      loaded(OFFICES, { weekend_kwh: 0.1 * (OFFICES.load.weekday_kwh ?? 0) }),
    ],
  },
  ANOMALIES: { speaks: HOME, silent: [{ ...HOME, events: NO_EVENTS }] },
  UPGRADE: { speaks: HOME, silent: [PLANT, as('apartment', whole(of(HOME, 'Heating')))] },
  SELF_CONSUMPTION: {
    speaks: SOLAR,
    silent: [
      as('solar', SOLAR),
      as('region', SOLAR),
      { ...SOLAR, money: SOLAR.money && { ...SOLAR.money, exported_kwh: 0, self_consumed_kwh: 1 } },
    ],
  },
  POWER_FACTOR: {
    speaks: reactive({}),
    silent: [{ ...PLANT, powerFactor: null }, reactive({ low_months: 0 }), as('home', reactive({}))],
  },
  NIGHT_GENERATION: {
    speaks: { ...SOLAR, night: at(200) },
    silent: [as('region', { ...SOLAR, night: at(200) }), { ...SOLAR, night: at(0) }],
  },
  NEGATIVE_READINGS: { speaks: SHORT, silent: [HOME] },
  DATA_GAPS: { speaks: use(HOME, { completeness: 0.9 }), silent: [made(SOLAR, { completeness: 1 })] },
} as const satisfies Record<keyof typeof RULES, Example>;

const codesOf = (facts: Facts) => {
  const { assistant, auditor } = textsByRules(facts, ({ appliance }) => appliance);
  return [...assistant, ...auditor].map(({ code }) => code);
};

test.each(keysOf(RULES))('%s speaks where it has something to say, and only there', (code) => {
  const { speaks, silent }: Example = EXAMPLES[code];
  expect(codesOf(speaks)).toContain(code);
  expect(silent).toHaveLength(RULES[code].silent.split(';').length);
  for (const facts of silent) expect(codesOf(facts)).not.toContain(code);
  for (const other of SITE_CLASS_NAMES.filter((each) => !RULES[code].sites.some((own) => own === each)))
    expect(codesOf(as(other, speaks)), other).not.toContain(code);
});

test('a region is told nothing to do, and a solar plant nothing of its use', () => {
  expect(codesOf(as('region', whole(HOME)))).toEqual(['PEAK_HOURS', 'ANOMALIES']);
  expect(codesOf(as('solar', { ...SOLAR, night: at(200), events: HOME.events }))).toEqual([
    'ANOMALIES',
    'NIGHT_GENERATION',
  ]);
});

test('what follows the weather is extrapolated from all seasons only', () => {
  const upgradeOf = (facts: Facts) =>
    textsByRules(of(facts, 'Heating'), () => 'Heating').auditor.find(({ code }) => code === 'UPGRADE');
  expect(upgradeOf(HOME)).toMatchObject({ saving_per_year: null, payback_years: null });
  expect(upgradeOf(whole(HOME))?.saving_per_year).toBeGreaterThan(0);
});

test('what may have been going on follows from the event', () => {
  const causes = (name: SiteClass, given: Partial<NonNullable<Facts['events']['top']>>) => {
    const top = HOME.events.top && { ...HOME.events.top, ...given };
    const text = textsByRules(as(name, { ...HOME, events: { ...HOME.events, top } }), () => 'It').assistant.find(
      ({ code }) => code === 'ANOMALIES',
    )?.text;
    return text?.split('going on then: ')[1];
  };
  expect(causes('home', {})).toContain('a door left open');
  expect(causes('home', { excess_kwh: -3 })).toBe('days away, something switched off or broken.');
  expect(causes('home', { measure: 'generation', excess_kwh: -3 })).toContain('snow');
  expect(causes('industry', { kind: 'STUCK' })).toContain('a logger or a connection that failed');
});

test('an amount at a price that nobody gave says so', () => {
  const texts = [HOME, PLANT, OFFICES].flatMap((facts) => {
    const assumed = { ...facts, tariff: { ...facts.tariff, assumed: true } };
    const { assistant, auditor } = textsByRules(assumed, () => 'It');
    return [...assistant, ...auditor].map(({ text }) => text).filter((text) => /\d (EUR|CHF|GBP|USD)\b/.test(text));
  });
  expect(texts.length).toBeGreaterThan(5);
  for (const text of texts) expect(text).toMatch(/which is an assumption|if a kWh costs/);
});

test('docs/INSIGHTS.md lists every rule', async () => {
  const sites = (own: readonly SiteClass[]) =>
    own.length === SITE_CLASS_NAMES.length ? 'all' : own.map((each) => `\`${each}\``).join(', ');
  const rows = keysOf(RULES).map(
    (code) => `| \`${code}\` | ${sites(RULES[code].sites)} | ${RULES[code].speaks} | ${RULES[code].silent} |`,
  );
  const rules = ['| Code | Of | Speaks when | Silent, for example |', '|---|---|---|---|', ...rows].join('\n');
  const kinds = SITE_CLASS_NAMES.map((name) => `| \`${name}\` | ${SITE_CLASSES[name]} |`);
  const document = withList(readDocument('docs/INSIGHTS.md'), 'rules', rules);
  const table = ['| Kind | Advice is for |', '|---|---|', ...kinds].join('\n');
  await expect(withList(document, 'site classes', table)).toMatchFileSnapshot(pathOf('docs/INSIGHTS.md'));
});
