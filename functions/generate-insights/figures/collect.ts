/**
 * The figures of a run: every number that the facts and the rules' advice hold, named. What a model is given is this
 * list, and a number in its text that is not in it, or follows from it as docs/METHODS.md declares, is refused.
 */
import type { Advice } from '../../../shared/report/insights.ts';
import { dateNumber } from '../check/dates.ts';
import { findMentions } from '../check/mentions.ts';
import type { ApplianceFacts, Facts, MeasureFacts } from '../facts.ts';
import { busiestWindow, energyOf, isOffPeak, WINDOW_HOURS } from '../rules/profile.ts';
import { type Aliases, maskAliases } from './aliases.ts';
import { CUES } from './derive.ts';
import type { Figure } from './figure.ts';

const HOURS_PER_DAY = 24;
const HOURS_PER_YEAR = 8766;

/** @param advice the rules' advice on the same facts, with aliases for names; its numbers are figures too */
export function figuresOf(facts: Facts, advice: readonly Advice[], aliases: Aliases): Figure[] {
  return [
    ...tariffFigures(facts),
    ...periodFigures(facts),
    ...[facts.consumption, facts.generation].flatMap((measure) => (measure ? measureFigures(measure, facts) : [])),
    ...peakFigures(facts),
    ...solarFigures(facts),
    ...weekFigures(facts),
    ...anomalyFigures(facts, aliases),
    ...facts.appliances.flatMap((appliance) => applianceFigures(appliance, facts, [aliases.of(appliance)])),
    ...advice.flatMap((piece) => adviceFigures(piece, facts, aliases)),
    ...savingsTogether(advice),
  ];
}

const figure = (name: string, kind: Figure['kind'], value: number, more: Partial<Figure> = {}): Figure => ({
  about: [],
  name,
  kind,
  value,
  ...more,
});

/** A figure that is there only when its value is. */
function optional(
  name: string,
  kind: Figure['kind'],
  value: number | null | undefined,
  more: Partial<Figure> = {},
): Figure[] {
  return value === null || value === undefined || !Number.isFinite(value) ? [] : [figure(name, kind, value, more)];
}

function tariffFigures({ tariff: { rate, offPeakRate } }: Facts): Figure[] {
  return [
    figure('price of a kWh', 'price', rate),
    figure('price of a kWh off peak', 'price', offPeakRate),
    figure('difference between peak and off-peak price', 'price', rate - offPeakRate, { cue: CUES.difference }),
    figure('off-peak hours', 'window', 22, { until: 6 }),
    figure('off-peak hours a day', 'duration', 8),
  ];
}

function periodFigures({ period }: Facts): Figure[] {
  const date = (text: string) => text.split('-').map(Number);
  const ends = [period.from, period.to].flatMap((text) => {
    const [year = 0, month = 0, day = 0] = date(text);
    return [
      figure('first and last date', 'date', dateNumber(year, month, day)),
      figure('first and last date', 'date', dateNumber(0, month, day)),
      figure('months', 'date', dateNumber(year, month, 0)),
    ];
  });
  return [
    ...ends,
    figure('days with readings', 'duration', period.days * HOURS_PER_DAY),
    figure('days with readings', 'count', period.days),
  ];
}

function measureFigures(measure: MeasureFacts, { period }: Facts): Figure[] {
  const { measure: name, total_kwh, kwh_per_year, completeness, series, sites, power_by_hour: power } = measure;
  const mean = power && power.reduce((sum, kw) => sum + kw, 0) / power.length;
  return [
    figure(`${name} in the file`, 'energy', total_kwh, { per: 'file' }),
    ...optional(`${name} on an average day`, 'energy', total_kwh / period.days, { per: 'day' }),
    ...optional(`${name} in a year, estimated`, 'energy', kwh_per_year, { per: 'year' }),
    figure(`readings of ${name} that are there`, 'percent', completeness * 100),
    figure(`series of ${name}`, 'count', series),
    figure(`sites with ${name}`, 'count', sites),
    ...optional(`mean power of ${name}`, 'power', mean),
    ...(power ? extremes(name, power, mean ?? 0) : []),
  ];
}

/** The hours of day with the highest and the lowest mean power. */
function extremes(name: string, power: readonly number[], mean: number): Figure[] {
  const [least, most] = [Math.min(...power), Math.max(...power)];
  return [
    figure(`highest mean power of ${name} in an hour of the day`, 'power', most),
    figure(`hour of the highest ${name}`, 'hour', power.indexOf(most)),
    figure(`lowest mean power of ${name} in an hour of the day`, 'power', least),
    figure(`hour of the lowest ${name}`, 'hour', power.indexOf(least)),
    ...(mean > 0 ? [figure(`lowest power of ${name} as part of the mean`, 'percent', (least / mean) * 100)] : []),
  ];
}

function peakFigures({ consumption }: Facts): Figure[] {
  const window = consumption && busiestWindow(consumption.by_hour);
  if (!window) return [];
  const even = WINDOW_HOURS / HOURS_PER_DAY;
  return [
    figure('busiest hours', 'window', window.from, { until: window.to }),
    figure('length of the busiest hours', 'duration', WINDOW_HOURS),
    figure('part of all consumption in the busiest hours', 'percent', window.share * 100),
    figure('part of a day that so many hours are', 'percent', even * 100),
    figure('consumption in the busiest hours against an even day', 'ratio', window.share / even),
  ];
}

function solarFigures({ consumption, generation, night }: Facts): Figure[] {
  if (!generation) return [];
  const used = consumption?.power_by_hour;
  const surplus = used && generation.power_by_hour?.map((made, hour) => Math.max(0, made - (used[hour] ?? 0)));
  return [
    ...(consumption
      ? [
          figure('generation less consumption in the file', 'energy', generation.total_kwh - consumption.total_kwh, {
            per: 'file',
          }),
          ...optional(
            'generation as part of consumption',
            'percent',
            (generation.total_kwh / consumption.total_kwh) * 100,
          ),
        ]
      : []),
    ...(surplus
      ? [
          figure('generation beyond consumption on an average day', 'energy', sum(surplus), { per: 'day' }),
          figure('hour with the most generation beyond consumption', 'hour', surplus.indexOf(Math.max(...surplus))),
        ]
      : []),
    ...(night
      ? [
          figure('night, for generation', 'window', 23, { until: 4 }),
          figure('generation at night in the file', 'energy', night.total_kwh, { per: 'file' }),
          ...optional('part of generation at night', 'percent', (night.total_kwh / generation.total_kwh) * 100),
        ]
      : []),
  ];
}

function weekFigures({ week }: Facts): Figure[] {
  if (!week?.weekday_kwh || !week.weekend_kwh) return [];
  const { weekday_kwh: weekday, weekend_kwh: weekend, weekdays, weekend_days: weekendDays } = week;
  const day = { per: 'day' } as const;
  return [
    figure('consumption of a weekday', 'energy', weekday, day),
    figure('consumption of a day of the weekend', 'energy', weekend, day),
    figure('difference between a weekday and a day of the weekend', 'energy', Math.abs(weekend - weekday), day),
    figure('a day of the weekend against a weekday, in percent', 'percent', Math.abs(weekend / weekday - 1) * 100),
    figure('a weekday against a day of the weekend, in percent', 'percent', Math.abs(weekday / weekend - 1) * 100),
    figure('a day of the weekend against a weekday', 'ratio', Math.max(weekend / weekday, weekday / weekend)),
    figure('weekdays', 'count', weekdays),
    figure('days of the weekend', 'count', weekendDays),
    figure('weekdays', 'duration', weekdays * HOURS_PER_DAY),
    figure('days of the weekend', 'duration', weekendDays * HOURS_PER_DAY),
  ];
}

function anomalyFigures({ anomalies }: Facts, aliases: Aliases): Figure[] {
  const { count, negative, serious, in_series: inSeries, site_id, appliance } = anomalies;
  const about = site_id === null || appliance === null ? [] : [aliases.of({ site_id, appliance })];
  return [
    figure('unusual readings', 'count', count),
    figure('unusual readings that are serious', 'count', serious),
    figure('readings below zero', 'count', negative),
    figure('unusual readings of it, the most of any', 'count', inSeries, { about }),
    ...optional('part of the unusual readings', 'percent', (inSeries / count) * 100, { about }),
    ...optional('part of the unusual readings that are serious', 'percent', (serious / count) * 100),
  ];
}

function applianceFigures(appliance: ApplianceFacts, facts: Facts, about: readonly string[]): Figure[] {
  const { total_kwh, share, peak_hour, kwh_per_year, completeness, by_hour } = appliance;
  const window = facts.consumption && busiestWindow(facts.consumption.by_hour);
  const inPeak = (hours: readonly number[]) => (energyOf(by_hour, hours) / total_kwh) * 100;
  const ofIt = { about };
  return [
    figure('energy in the file', 'energy', total_kwh, { about, per: 'file' }),
    ...optional('energy on an average day', 'energy', total_kwh / facts.period.days, { about, per: 'day' }),
    ...optional('energy in a year, estimated', 'energy', kwh_per_year, { about, per: 'year' }),
    ...optional(
      'cost of a year at the price of a kWh, estimated',
      'money',
      kwh_per_year === null ? null : kwh_per_year * facts.tariff.rate,
      { about, per: 'year' },
    ),
    ...optional('part of all consumption', 'percent', share === null ? null : share * 100, ofIt),
    figure('hour of its highest mean', 'hour', peak_hour, ofIt),
    figure('readings that are there', 'percent', completeness * 100, ofIt),
    ...(window
      ? [
          ...optional('part of its energy in the busiest hours', 'percent', inPeak(window.hours), ofIt),
          ...optional(
            'part of its energy in the busiest hours at full price',
            'percent',
            inPeak(window.hours.filter((hour) => !isOffPeak(hour))),
            ofIt,
          ),
        ]
      : []),
  ];
}

/** The estimates of a piece of advice, and every other number in its text. */
function adviceFigures(piece: Advice, facts: Facts, aliases: Aliases): Figure[] {
  const { code, site_id, appliance } = piece;
  const about = site_id === null || appliance === null ? [] : [aliases.of({ site_id, appliance })];
  const year = { about, per: 'year' } as const;
  const text = `${piece.title}. ${piece.text}`;
  const named = [...new Set([...about, ...aliases.in(text)])];
  const inText = findMentions(maskAliases(text), facts.tariff.currency);
  return [
    ...optional(`${code}: energy saved in a year`, 'energy', piece.saving_kwh_per_year, year),
    ...optional(`${code}: money saved in a year`, 'money', piece.saving_per_year, year),
    ...optional(`${code}: years until it is paid back`, 'duration', inHours(piece.payback_years), { about }),
    ...inText.flatMap(({ kind, value, until, per }) =>
      kind === 'unreadable'
        ? []
        : [
            figure("in the rules' words", kind, value, {
              about: named,
              code,
              ...(until === undefined ? {} : { until }),
              ...(per ? { per } : {}),
            }),
          ],
    ),
  ];
}

function savingsTogether(advice: readonly Advice[]): Figure[] {
  return [...new Set(advice.map(({ code }) => code))].flatMap((code) => {
    const all = advice.filter((piece) => piece.code === code);
    if (all.length < 2) return [];
    const saved = (field: 'saving_per_year' | 'saving_kwh_per_year') =>
      sum(all.map((each) => each[field] ?? 0)) || null;
    return [
      figure(`${code}: pieces of advice`, 'count', all.length),
      ...optional(`${code}: money saved by all in a year`, 'money', saved('saving_per_year'), { per: 'year' }),
      ...optional(`${code}: energy saved by all in a year`, 'energy', saved('saving_kwh_per_year'), { per: 'year' }),
    ];
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function inHours(years: number | null): number | null {
  return years === null ? null : years * HOURS_PER_YEAR;
}
