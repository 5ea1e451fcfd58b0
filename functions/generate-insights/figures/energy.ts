/** What all series together use and generate, and when. */
import { HOURS_PER_DAY } from '../../../shared/time-units.ts';
import { dateNumber } from '../check/dates.ts';
import type { Facts, MeasureFacts } from '../facts/index.ts';
import { busiestWindow, WINDOW_HOURS } from '../rules/profile.ts';
import { CUES } from './derive.ts';
import { type Figure, figure, optional } from './figure.ts';

/** Energy, power, peak, sun and week. */
export function energyFigures(facts: Facts): Figure[] {
  const measures = [facts.consumption, facts.generation].flatMap((measure) => measure ?? []);
  return [
    ...periodFigures(facts),
    ...measures.flatMap((measure) => measureFigures(measure, facts)),
    ...loadFigures(facts),
    ...peakFigures(facts),
    ...solarFigures(facts),
    ...weekFigures(facts),
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

function loadFigures({
  load: { base_load_kw: base, mean_kw: mean, peak_kw, load_factor, night_share },
}: Facts): Figure[] {
  const part = (value: number | null) => (value === null ? null : value * 100);
  return [
    ...optional('base load', 'power', base),
    ...optional(
      'base load as part of the mean',
      'percent',
      base === null || mean === null ? null : (base / mean) * 100,
    ),
    ...optional('peak demand', 'power', peak_kw),
    ...optional('load factor: mean as part of the highest demand', 'percent', part(load_factor)),
    ...optional('part of the demand between 22:00 and 06:00', 'percent', part(night_share)),
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
    figure('consumption in the busiest hours beyond an even day', 'percent', (window.share / even - 1) * 100, {
      cue: CUES.difference,
    }),
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

function weekFigures({ week, load: { weekday_kwh: weekday, weekend_kwh: weekend } }: Facts): Figure[] {
  if (!week || !weekday || !weekend) return [];
  const { weekdays, weekend_days: weekendDays } = week;
  const day = { per: 'day' } as const;
  return [
    figure('consumption of a weekday', 'energy', weekday, day),
    figure('consumption of a day of the weekend', 'energy', weekend, day),
    figure('difference between a weekday and a day of the weekend', 'energy', Math.abs(weekend - weekday), day),
    figure('a day of the weekend against a weekday, in percent', 'percent', Math.abs(weekend / weekday - 1) * 100),
    figure('a day of the weekend as part of a weekday', 'percent', (weekend / weekday) * 100),
    figure('a weekday against a day of the weekend, in percent', 'percent', Math.abs(weekday / weekend - 1) * 100),
    figure('a day of the weekend against a weekday', 'ratio', Math.max(weekend / weekday, weekday / weekend)),
    figure('weekdays', 'count', weekdays),
    figure('days of the weekend', 'count', weekendDays),
    figure('weekdays', 'duration', weekdays * HOURS_PER_DAY),
    figure('days of the weekend', 'duration', weekendDays * HOURS_PER_DAY),
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
