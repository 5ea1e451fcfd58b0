import { formatEnergy, plural } from '../../../../shared/text/format.ts';
import { measureWords } from '../../text/measure-words.ts';
import type { Figure, ReportInput } from '../section.ts';

/** The sum of the days to come: of consumption where it is forecast, else of generation. */
export function forecastFigures({ report }: ReportInput): Figure[] {
  const { sites } = report.forecast;
  const days = new Set(sites.flatMap((site) => site.days.map(({ ds }) => ds))).size;
  if (days === 0) return [];
  const measure = sites.some((site) => site.measure === 'consumption') ? 'consumption' : 'generation';
  const ahead = sites
    .filter((site) => site.measure === measure)
    .reduce((sum, site) => sum + site.days.reduce((of, { yhat }) => of + yhat, 0), 0);
  return [
    {
      name: `Forecast, next ${plural(days, 'day')}`,
      value: formatEnergy(ahead),
      more: measureWords(measure, report).what,
    },
  ];
}
