/** Consumption and generation at a glance. */
import type { Report } from '../../../../shared/report/report.ts';
import { formatDay, formatEnergy, formatHour, formatPercent } from '../../../../shared/text/format.ts';
import { measureWords } from '../../text/measure-words.ts';
import { namer } from '../../text/names.ts';
import type { Figure, ReportInput } from '../section.ts';

export function energyFigures({ report, assumed: { unit, believed } }: ReportInput): Figure[] {
  return [
    ...consumptionFigures(report, `${unit}${believed.consumption}`),
    ...generationFigures(report, `${unit}${believed.generation}`),
  ];
}

/** @param mark behind an energy whose unit was said by a person, or of which a part is not believed */
function consumptionFigures(report: Report, mark: string): Figure[] {
  const { consumption } = report;
  if (!consumption) return [];
  return [
    {
      name: measureWords('consumption', report).noun,
      value: `${formatEnergy(consumption.total_kwh)}${mark}`,
    },
    { name: 'Daily average', value: `${formatEnergy(consumption.daily_average_kwh)}${mark}` },
    ...peakFigure(consumption),
    ...largestFigure(report),
  ];
}

/** The hour where readings tell hours, else the day where they tell days. */
function peakFigure({ peak_hour, peak_day }: NonNullable<Report['consumption']>): Figure[] {
  if (peak_hour !== null) return [{ name: 'Peak hour', value: formatHour(peak_hour), more: 'highest mean of the day' }];
  return peak_day === null
    ? []
    : [{ name: 'Peak day', value: formatDay(peak_day.day), more: formatEnergy(peak_day.kwh) }];
}

function largestFigure(report: Report): Figure[] {
  const { consumption, generation } = report;
  const largest = consumption?.appliances[0];
  // A page with both measures has figures enough.
  if (!consumption || !largest || consumption.appliances.length < 2 || generation !== null) return [];
  const share = formatPercent(largest.total_kwh / (consumption.total_kwh || 1));
  const more = `${formatEnergy(largest.total_kwh)}, ${share} of all`;
  return [{ name: 'Largest consumer', value: namer(report)(largest), more }];
}

function generationFigures({ generation, period, consumption }: Report, mark: string): Figure[] {
  if (!generation) return [];
  const { total_kwh: total, net_kwh: net } = generation;
  const generated = {
    name: 'Generation',
    value: `${formatEnergy(total)}${mark}`,
    more: `${formatEnergy(total / period.days)} a day`,
  };
  if (net === null || !consumption) return [generated];
  const more = net >= 0 ? 'more generated than consumed' : 'more consumed than generated';
  return [generated, { name: 'Net', value: `${formatEnergy(net)}${mark}`, more }];
}
