/** What is said of a forecast, in words that page and Markdown share. */
import type { ReportForecastSite } from '../../../../shared/report/forecast.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { formatCount, formatPercent, plural } from '../../../../shared/text/format.ts';

/** The model whose forecast it is; undefined in a report of an earlier release. */
export function chosenModel({ models }: ReportForecastSite) {
  return models.find(({ chosen }) => chosen);
}

/** The models that could be tried, and the chosen one: nothing is known of a model without an error. */
export function triedModels({ models }: ReportForecastSite): ReportForecastSite['models'] {
  return models.filter(({ wape, chosen }) => wape !== null || chosen);
}

/** How far off forecasts like this one were; nothing when that could not be tried. */
export function trustText(site: ReportForecastSite): string {
  const chosen = chosenModel(site);
  if (!chosen || chosen.wape === null || chosen.relative_error === null || chosen.coverage === null) return '';
  const naive =
    chosen.relative_error > 0 && chosen.model !== 'seasonal-naive'
      ? `; repeating the days of the week before was off by ${formatPercent(chosen.wape / chosen.relative_error)}`
      : '';
  return (
    `Tried from ${plural(chosen.origins, 'earlier day')}, each time knowing only what came before it, ` +
    `it was off by ${formatPercent(chosen.wape)} on average${naive}. ` +
    `${formatPercent(chosen.coverage)} of the days lay within the interval, which aims at 80 %.`
  );
}

/** What the forecast was made from. */
export function trainingText({ training }: ReportForecastSite, { history }: Report['forecast']): string {
  if (!training) return '';
  const { days, earlier_days: earlier, incomplete_days: incomplete } = training;
  const from =
    earlier === 0
      ? ''
      : `, ${formatCount(earlier)} of them known from ${plural(history?.datasets ?? 0, 'other upload')}`;
  const left =
    incomplete === 0
      ? ''
      : ` ${plural(incomplete, 'day')} with too many readings missing ${incomplete === 1 ? 'was' : 'were'} left out.`;
  const unseen = history?.left_out
    ? ` ${plural(history.left_out, 'further month')} of its sites were too many to look at.`
    : '';
  return `Made from ${plural(days, 'complete day')}${from}.${left}${unseen}`;
}
