/** Power factor and phases as rows of text: the same on the page and in Markdown. */
import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import { LOW_POWER_FACTOR, type Power } from '../../../../shared/report/power.ts';
import {
  formatEnergy,
  formatMonth,
  formatNumber,
  formatPercent,
  formatPower,
  formatTime,
} from '../../../../shared/text/format.ts';

export interface PowerTable {
  readonly heading: string;
  /** What the figures are. */
  readonly about: string;
  readonly titles: readonly string[];
  /** Names first, figures behind them. */
  readonly names: number;
  readonly rows: readonly (readonly string[])[];
}

export function powerTables({ factors, phases }: Power): PowerTable[] {
  return [...(factors.length > 0 ? [factorTable(factors)] : []), ...(phases.length > 0 ? [phaseTable(phases)] : [])];
}

/** The last ones of many. */
const shown = <Row>(rows: readonly Row[]) => rows.slice(-SHOWN_ROWS);
const FEWEST_MONTHS = 3;
/** The last months of each: reactive energy that lags is no less worth knowing than that which leads. */
function lastOfEach<Row>(rows: readonly Row[], of: (row: Row) => string): Row[] {
  const series = [...Map.groupBy(rows, of).values()];
  const months = Math.max(FEWEST_MONTHS, Math.floor(SHOWN_ROWS / series.length));
  return series.flatMap((each) => each.slice(-months)).slice(0, SHOWN_ROWS);
}
const several = <Row>(rows: readonly Row[], of: (row: Row) => string) => new Set(rows.map(of)).size > 1;

function factorTable(factors: Power['factors']): PowerTable {
  const sites = several(factors, ({ site_id }) => site_id);
  const series = several(factors, ({ series }) => series);
  const names = [...(sites ? ['Site'] : []), ...(series ? ['Reactive energy'] : []), 'Month'];
  return {
    heading: 'Power factor by month',
    about:
      `Energy from the grid beside the reactive energy of the same intervals. Below ${LOW_POWER_FACTOR} many grid ` +
      'operators charge for the reactive energy. All months are in power-factor.csv.',
    titles: [...names, 'Energy', 'Reactive energy', 'Power factor'],
    names: names.length,
    rows: lastOfEach(factors, ({ site_id, series }) => JSON.stringify([site_id, series])).map((each) => [
      ...(sites ? [each.site_id] : []),
      ...(series ? [each.series] : []),
      ...[formatMonth(each.month), formatEnergy(each.kwh), `${formatNumber(each.kvarh)} kvarh`],
      `${formatNumber(each.power_factor)}${each.power_factor < LOW_POWER_FACTOR ? ', low' : ''}`,
    ]),
  };
}

function phaseTable(phases: Power['phases']): PowerTable {
  const sites = several(phases, ({ site_id }) => site_id);
  const flows = several(phases, ({ flow }) => flow);
  const names = [...(sites ? ['Site'] : []), ...(flows ? ['Flow'] : []), 'Month'];
  return {
    heading: 'The three phases by month',
    about:
      'Energy of each phase, and its highest interval. Imbalance: how far the phase that is farthest from the mean ' +
      'of the three is from it, as a share of that mean; 0 % is even. All months are in phases.csv.',
    titles: [...names, 'L1', 'L2', 'L3', 'Imbalance', 'Largest difference', 'When'],
    names: names.length,
    rows: shown(phases).map((each) => [
      ...(sites ? [each.site_id] : []),
      ...(flows ? [each.flow] : []),
      formatMonth(each.month),
      `${formatEnergy(each.l1_kwh)}, ${formatPower(each.l1_peak_kw)}`,
      `${formatEnergy(each.l2_kwh)}, ${formatPower(each.l2_peak_kw)}`,
      `${formatEnergy(each.l3_kwh)}, ${formatPower(each.l3_peak_kw)}`,
      each.imbalance === null ? '' : formatPercent(each.imbalance),
      ...[formatPower(each.difference_kw), formatTime(each.difference_at)],
    ]),
  };
}
