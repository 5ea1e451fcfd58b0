/** The weather in words and rows: the same on the page and in Markdown. */
import { FEWEST_DAYS } from '../../../../shared/baseline/change-point.ts';
import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import type { Climate } from '../../../../shared/report/climate.ts';
import {
  formatCount,
  formatEnergy,
  formatMonth,
  formatNumber,
  formatPercent,
  plural,
} from '../../../../shared/text/format.ts';

type Site = Climate[number];

const degrees = (celsius: number) => `${formatNumber(Math.round(celsius * 10) / 10)} °C`;

/** How the energy of a day follows the temperature, and what degree days are of. */
export function sentencesOf({ model, series, days, heating_base, cooling_base }: Site): string[] {
  const source = `The temperature is that of "${series}", taken for the one outdoors.`;
  if (model === null) {
    return [
      `With ${plural(days, 'whole day')} nothing can be said of how the energy follows the weather; ` +
        `that takes ${FEWEST_DAYS}.`,
      ...usualBase(heating_base),
      source,
    ];
  }
  const { base_kwh, heating, cooling, r2 } = model;
  if (heating === null && cooling === null)
    return ['The energy of a day does not follow the temperature.', ...usualBase(heating_base), source];
  const between =
    heating_base !== null && cooling_base !== null
      ? `between ${degrees(heating_base)} and ${degrees(cooling_base)}`
      : heating_base === null
        ? `at ${degrees(cooling_base ?? 0)} or colder`
        : `at ${degrees(heating_base)} or warmer`;
  return [
    `A day ${between} takes ${formatEnergy(base_kwh)}.`,
    ...(heating ? [`Each degree colder adds ${formatEnergy(heating.kwh_per_degree)}.`] : []),
    ...(cooling ? [`Each degree warmer adds ${formatEnergy(cooling.kwh_per_degree)}.`] : []),
    `The temperature explains ${formatPercent(Math.max(0, r2))} of the differences between days.`,
    source,
  ];
}

function usualBase(base: number | null): string[] {
  return base === null ? [] : [`Degree days are those below and above ${degrees(base)}.`];
}

export interface ClimateColumn {
  readonly title: string;
  readonly cell: (month: Site['months'][number]) => string;
}

export function columnsOf({ heating_base, cooling_base, model }: Site): ClimateColumn[] {
  const known = (value: number | null, format: (value: number) => string) => (value === null ? '' : format(value));
  const above = model !== null && model.shape !== 'mean' ? 'Above the base, per degree day' : 'Per degree day';
  return [
    { title: 'Month', cell: ({ month }) => formatMonth(month) },
    { title: 'Days', cell: ({ days }) => formatCount(days) },
    { title: 'A day', cell: ({ kwh, days }) => formatEnergy(kwh / days) },
    { title: 'Mean temperature', cell: ({ temperature }) => degrees(temperature) },
    ...(heating_base === null
      ? []
      : [
          {
            title: 'Heating degree days',
            cell: ({ heating_degree_days: sum }: Site['months'][number]) => known(sum, formatNumber),
          },
        ]),
    ...(cooling_base === null
      ? []
      : [
          {
            title: 'Cooling degree days',
            cell: ({ cooling_degree_days: sum }: Site['months'][number]) => known(sum, formatNumber),
          },
        ]),
    { title: above, cell: ({ kwh_per_degree_day: kwh }) => known(kwh, formatEnergy) },
  ];
}

export function monthsOf({ months }: Site): Site['months'] {
  return months.slice(-SHOWN_ROWS);
}
