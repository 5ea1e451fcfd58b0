/** The summary as plain text, for a telephone or a mail. */
import { ABOUT_KIND } from '../../shared/failures/classes.ts';
import { ASSUMED_MARK, ASSUMED_PRICE } from '../../shared/tariff/assumed.ts';
import { energyCommand } from '../../shared/text/command.ts';
import { formatCount, formatDay, formatEnergy, formatMoney, plural } from '../../shared/text/format.ts';
import { listed } from '../../shared/text/listed.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { againstHabit, partOfDay } from './habit.ts';
import { type DaySummary, daysAhead, type SiteDay } from './summary.ts';

/** SNS takes 256 KB; a person reads far less. */
const SITES_TOLD = 50;
const FAILURES_TOLD = 5;
const NAMES_TOLD = 5;

export function summaryText(summary: DaySummary): string {
  const { day, sites, runs, errors, health } = summary;
  const left = sites.length - SITES_TOLD;
  const unwell = Object.entries(health).flatMap(([service, state]) => (state === 'ok' ? [] : [service]));
  const lines = [
    `Energy on ${formatDay(day)}`,
    '',
    ...(sites.length === 0 ? ['No site is served yet.'] : sites.slice(0, SITES_TOLD).flatMap(siteLines)),
    ...(left > 0 ? [`and ${plural(left, 'more site')}`] : []),
    ...(sites.some(({ figures }) => figures?.price_assumed) ? [`${ASSUMED_MARK} ${ASSUMED_PRICE}`] : []),
    '',
    `Runs (UTC day): ${formatCount(runs.succeeded)} succeeded, ${formatCount(runs.failed)} failed, ${formatCount(
      runs.degraded.length,
    )} published in part${runs.running > 0 ? `, ${formatCount(runs.running)} running` : ''}`,
    ...errors.map(({ code, kind, count }) => `  ${count} x ${code}: ${ABOUT_KIND[kind].words}`),
    ...runs.failures.slice(0, FAILURES_TOLD).map(({ key, run, line }) => `  ${key ?? run}: ${line}`),
    ...(runs.failed > 0 ? [`  All of them: ${energyCommand('runs --failed')}`] : []),
    ...(runs.degraded.length > 0
      ? [`  In part: ${listed(runs.degraded, NAMES_TOLD)}. Again: ${energyCommand('replay --partial')}`]
      : []),
    `Health: ${unwell.length === 0 ? 'all services answer' : `no answer from ${unwell.join(', ')}`}`,
    `Page: ${energyCommand(`summary --date ${day} --open`)}`,
  ];
  return lines.map((line) => sanitize(line)).join('\n');
}

function siteLines({ site, figures, part, usual, anomalies, reasons, ahead }: SiteDay): string[] {
  const week = ahead === null ? [] : [`  to come, ${daysAhead(ahead)}: ${formatEnergy(ahead.kwh)} to be used`];
  if (figures === null) return [`${site}: no readings of the day`, ...week];
  const { energy_consumed_kwh: used, energy_generated_kwh: produced, net_energy_kwh: net, cost, currency } = figures;
  const mark = figures.price_assumed ? ASSUMED_MARK : '';
  const said = [
    ...(used === null ? [] : [`used ${formatEnergy(used)}${part === null ? againstHabit(used, usual) : ''}`]),
    ...(produced === null ? [] : [`produced ${formatEnergy(produced)}`]),
    ...(net === null ? [] : [`net ${formatEnergy(net)}`]),
    ...(cost === null || currency === null ? [] : [`${formatMoney(cost, currency)}${mark}`]),
  ];
  return [
    `${site}${part === null ? '' : ` (${partOfDay(part)})`}: ${said.join(', ') || 'nothing is known'}`,
    ...(anomalies === 0 ? [] : [`  ${plural(anomalies, 'interval')} out of the ordinary`]),
    ...reasons.map((reason) => `  - ${reason}`),
    ...week,
  ];
}
