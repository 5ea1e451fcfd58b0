/** What is known of single series: the appliances, and where the anomalies are. */
import type { ApplianceFacts, Facts } from '../facts/index.ts';
import { priceOf } from '../rules/advice.ts';
import { busiestWindow, energyOf, isOffPeak } from '../rules/profile.ts';
import type { Aliases } from './aliases.ts';
import { type Figure, figure, optional } from './figure.ts';

/** Appliances, unusual readings and events. */
export function seriesFigures(facts: Facts, aliases: Aliases): Figure[] {
  return [
    ...anomalyFigures(facts, aliases),
    ...eventFigures(facts, aliases),
    ...facts.appliances.flatMap((appliance) => applianceFigures(appliance, facts, [aliases.of(appliance)])),
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

function eventFigures({ events }: Facts, aliases: Aliases): Figure[] {
  const { count, serious, cost, excess_kwh, site_id, appliance, in_series: inSeries, by_kind } = events;
  if (count === 0 || site_id === null || appliance === null) return [];
  const kinds = by_kind.map(({ kind, count: of }) => figure(`events of the kind ${kind}`, 'count', of));
  return [
    figure('events: unusual readings that belong together', 'count', count),
    figure('events that are serious', 'count', serious),
    ...optional('energy of events beyond the usual', 'energy', excess_kwh, { per: 'file' }),
    ...optional('cost of events beyond the usual', 'money', cost, { per: 'file' }),
    figure('events of it, the most of any', 'count', inSeries, { about: [aliases.of({ site_id, appliance })] }),
    ...kinds,
  ];
}

function applianceFigures(appliance: ApplianceFacts, facts: Facts, about: readonly string[]): Figure[] {
  const { total_kwh, share, peak_hour, kwh_per_year, completeness, by_hour, cost, shift_kwh, shift_saving } = appliance;
  const window = facts.consumption && busiestWindow(facts.consumption.by_hour);
  const inPeak = (hours: readonly number[]) => (energyOf(by_hour, hours) / total_kwh) * 100;
  const ofIt = { about };
  return [
    figure('energy in the file', 'energy', total_kwh, { about, per: 'file' }),
    ...optional('energy on an average day', 'energy', total_kwh / facts.period.days, { about, per: 'day' }),
    ...optional('energy in a year, estimated', 'energy', kwh_per_year, { about, per: 'year' }),
    ...optional('cost in the file', 'money', cost, { about, per: 'file' }),
    ...(facts.money?.dearest
      ? [
          ...optional(
            'part of its energy in the dearest band',
            'percent',
            shift_kwh && (shift_kwh / total_kwh) * 100,
            ofIt,
          ),
          ...optional('saved in the file had that been used in the cheapest band', 'money', shift_saving, {
            ...{ about, per: 'file' },
          }),
        ]
      : []),
    ...optional(
      'cost of a year at the price of a kWh, estimated',
      'money',
      kwh_per_year === null ? null : kwh_per_year * priceOf(facts, appliance),
      { about, per: 'year' },
    ),
    ...optional('part of all consumption', 'percent', share === null ? null : share * 100, ofIt),
    ...optional('hour of its highest mean', 'hour', peak_hour, ofIt),
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
