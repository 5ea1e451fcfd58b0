/** A baseline in words: model, fit, savings and the table of indicators. */
import { SHAPES } from '../../shared/baseline/change-point.ts';
import { INDICATORS, type Indicator, WHOLE_YEAR_DAYS } from '../../shared/baseline/indicators.ts';
import { CONFIDENCE, type Savings } from '../../shared/baseline/savings.ts';
import { keysOf } from '../../shared/keys-of.ts';
import { formatCount, formatDay, formatEnergy, formatNumber, formatPercent, plural } from '../../shared/text/format.ts';
import { facts, table } from '../output/table.ts';
import type { BaselineResult, Period } from './result.ts';

/** What Guideline 14 asks of a model of 12 months' data, whole building. */
const LARGEST_CV_RMSE = 0.25;

export function baselineText(result: BaselineResult): string {
  const { site, energy, temperature, model, baseline, reporting } = result;
  const asked = formatPercent(LARGEST_CV_RMSE);
  const fit =
    `R² ${formatNumber(model.r2)}, CV(RMSE) ${formatPercent(model.cv_rmse)} ` +
    `(${model.cv_rmse <= LARGEST_CV_RMSE ? 'within' : 'above'} the ${asked} of Guideline 14), ` +
    `NMBE ${formatPercent(Math.round(model.nmbe * 1e6) / 1e6)}, autocorrelation ${formatNumber(model.autocorrelation)}`;
  const lines = facts([
    ['Site', `${site}, energy ${energy}`],
    ['Temperature', temperature],
    ['Baseline', periodText(baseline)],
    ['Model', modelText(result)],
    ['Fit', fit],
    ...(reporting === null
      ? []
      : ([
          ['Reporting', periodText(reporting)],
          ['Used', formatEnergy(reporting.savings.used_kwh)],
          ['Expected', `${formatEnergy(reporting.savings.expected_kwh)} by the baseline at this weather`],
          savedPair(reporting.savings),
        ] as const)),
  ]);
  const doubts = doubtsOf(result);
  return [lines, indicatorTable(result), ...(doubts.length === 0 ? [] : [doubts.join('\n')])].join('\n\n');
}

function periodText({ from, to, days, used_days }: Period): string {
  return `${formatDay(from)} – ${formatDay(to)}: ${formatCount(used_days)} of ${plural(days, 'day')}`;
}

function modelText({ model: { shape, base_kwh, heating, cooling } }: BaselineResult): string {
  const degree = (kwh: number, side: string, point: number) =>
    `+ ${formatEnergy(kwh)} for each °C ${side} ${formatNumber(point)} °C`;
  return [
    `${SHAPES[shape].words}: ${formatEnergy(base_kwh)} a day`,
    ...(heating === null ? [] : [degree(heating.kwh_per_degree, 'below', heating.change_point)]),
    ...(cooling === null ? [] : [degree(cooling.kwh_per_degree, 'above', cooling.change_point)]),
  ].join(' ');
}

function savedPair({ saved_kwh, share, uncertainty_kwh }: Savings): readonly [string, string] {
  const name = saved_kwh < 0 ? 'Used more' : 'Saved';
  const amount = `${formatEnergy(Math.abs(saved_kwh))}, ${formatPercent(Math.abs(share))}`;
  if (uncertainty_kwh === null) return [name, `${amount}; how sure that is cannot be said`];
  const sure = `± ${formatEnergy(uncertainty_kwh)} with ${formatPercent(CONFIDENCE)} confidence`;
  const chance = uncertainty_kwh >= Math.abs(saved_kwh) ? ': it may be chance' : '';
  return [name, `${amount} (${sure}${chance})`];
}

function indicatorTable({ baseline, reporting }: BaselineResult): string {
  const said = (value: number | null | undefined, name: Indicator) =>
    value === null || value === undefined ? '' : `${formatNumber(value)} ${INDICATORS[name].unit}`.trim();
  const rows = keysOf(INDICATORS).flatMap((name) => {
    const [before, after] = [baseline.indicators[name], reporting?.indicators[name]];
    if (before === null && (after === null || after === undefined)) return [];
    const comparable = INDICATORS[name].compared && before !== null && before !== 0 && after !== null;
    const change = comparable && after !== undefined ? after / before - 1 : null;
    const sign = change !== null && change > 0 ? '+' : '';
    return [
      [
        INDICATORS[name].title,
        said(before, name),
        ...(reporting === null ? [] : [said(after, name), change === null ? '' : `${sign}${formatPercent(change)}`]),
      ],
    ];
  });
  const right = (title: string) => ({ title, align: 'right' as const });
  return table(
    [{ title: 'Indicator' }, right('Baseline'), ...(reporting === null ? [] : [right('Reporting'), right('Change')])],
    rows,
  );
}

/** What of it is not sure, or was taken for granted. */
function doubtsOf({ assumed, model, baseline, reporting }: BaselineResult): string[] {
  const outside = reporting?.savings.outside_days ?? 0;
  return [
    ...assumed,
    ...(baseline.used_days >= WHOLE_YEAR_DAYS
      ? []
      : [
          `The baseline has ${plural(model.days, 'day')}, not a year: ` +
            'what it has not seen of the seasons it cannot expect.',
        ]),
    ...(outside === 0
      ? []
      : [
          `${plural(outside, 'day')} of the reporting period ${outside === 1 ? 'was' : 'were'} colder or warmer ` +
            `than the baseline has seen (${formatNumber(model.coldest)} to ${formatNumber(model.warmest)} °C): ` +
            'there it is drawn on.',
        ]),
  ];
}
