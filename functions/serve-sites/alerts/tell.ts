/**
 * Tells people of what changed at a site: something out of the ordinary that is new or worse, and what is over. Of each
 * kind one message, and none where nothing changed: a replay, a late event and a rebuild find what was told already.
 *
 * It happens under the site's lease, so nobody else tells the same. What was told is written after it was sent: should
 * the function end between the two, it is told again rather than never.
 */
import { SEVERITIES, type Severity } from '../../../shared/energy/anomalies.ts';
import type { Log } from '../../../shared/runtime/log.ts';
import type { Notice } from '../../../shared/runtime/notice.ts';
import type { AlertChange, OpenAlerts } from '../../../shared/served/alerts.ts';
import { type FiguresContext, siteFigures } from '../../../shared/served/figures.ts';
import { allPages } from '../../../shared/served/store.ts';
import { type ServedSite, type StoredInterval, tableTime } from '../../../shared/served/table.ts';
import { formatEnergy, formatMoney, formatPower } from '../../../shared/text/format.ts';
import { HOUR_MS } from '../../../shared/time-units.ts';
import { seriesOf, wordsOf } from '../reason.ts';
import { type AlertFacts, messageOf } from './message.ts';
import { type AlertSettings, alertSettings } from './settings.ts';

export interface AlertContext extends FiguresContext {
  readonly log: Log;
  send(message: Notice): Promise<void>;
}

/** What began within a day of the last interval is open. */
const OPEN_MS = 24 * HOUR_MS;
/** Of a local time, what names its day. */
const DAY_LENGTH = 10;

interface Found {
  readonly facts: AlertFacts;
  readonly since: string;
}

/** @returns how many messages were sent */
export async function tellChanges(site: ServedSite, context: AlertContext): Promise<number> {
  const { last_timestamp: last, site_id } = site;
  if (last === null) return 0;
  const settings = await alertSettings(site_id, context.lake, context.log);
  const age = context.now().getTime() - Date.parse(last);
  // Of a file of last year nobody wants to be woken up.
  if (age > settings.maxAgeHours * HOUR_MS) return 0;
  const found = await openNow(site, last, settings, context);
  const told = await context.store.openAlerts(site_id);
  const open: OpenAlerts = {};
  let sent = 0;
  for (const [kind, { facts, since }] of found) {
    const before = told[kind];
    const change = changeOf(before?.severity, facts.severity);
    if (before && !change) {
      open[kind] = before;
      continue;
    }
    const message = messageOf(await withPrice(facts, context), change ?? 'new');
    await context.send(message);
    sent += 1;
    open[kind] = { severity: facts.severity, since, subject: message.subject };
  }
  for (const [kind, { severity }] of Object.entries(told)) {
    if (found.has(kind)) continue;
    await context.send(messageOf({ ...NOTHING, site: site_id, kind, severity }, 'recovered'));
    sent += 1;
  }
  if (sent > 0) await context.store.putOpenAlerts(site_id, open);
  return sent;
}

const NOTHING = {
  ...{ local: '', what: '', kwh: null, expectedKwh: null, cost: null, currency: null },
  ...{ others: 0, dataset: null, priceAssumed: false, limit: null },
};

/** What an event costs is told with whether anybody gave its price. */
async function withPrice(facts: AlertFacts, context: AlertContext): Promise<AlertFacts> {
  if (facts.cost === null) return facts;
  const day = facts.local.slice(0, DAY_LENGTH);
  const { figures } = await siteFigures(facts.site, { from: day, to: day }, context);
  return { ...facts, priceAssumed: figures.price_assumed };
}

function changeOf(before: Severity | undefined, now: Severity): AlertChange | null {
  if (before === undefined) return 'new';
  return rank(now) > rank(before) ? 'worse' : null;
}

const rank = (severity: Severity) => SEVERITIES.indexOf(severity);

/** By kind, the worst of what is open. */
async function openNow(
  site: ServedSite,
  last: string,
  settings: AlertSettings,
  context: AlertContext,
): Promise<Map<string, Found>> {
  const intervals = await lastDay(site.site_id, last, context);
  const anomalies = intervals
    .flatMap(({ local, anomalies: each }) => each.map((anomaly) => ({ ...anomaly, local })))
    .filter(({ severity, appliance, kind }) => {
      const isMuted = settings.mutedAppliances.has(appliance) || settings.mutedKinds.has(kind);
      return rank(severity) >= rank(settings.severity) && !isMuted;
    });
  // A reading that is part of an event is told with it.
  const inEvents = new Set(anomalies.filter((each) => each.of === 'event').map(({ appliance }) => appliance));
  const apart = anomalies.filter((each) => each.of === 'event' || !inEvents.has(each.appliance));
  const found = new Map<string, Found>();
  for (const [kind, group] of Map.groupBy(apart, (each) => each.kind)) {
    const [worst] = group.toSorted((a, b) => rank(b.severity) - rank(a.severity));
    if (!worst) continue;
    const { severity, local, timestamp, kwh, expected_kwh, cost, currency } = worst;
    const facts = {
      ...{ site: site.site_id, kind, severity, local, kwh, cost, currency, dataset: site.dataset },
      ...{ expectedKwh: expected_kwh, others: group.length - 1, priceAssumed: false, limit: null },
      what: `${wordsOf(kind)} of ${seriesOf(worst)}`,
    };
    found.set(kind, { facts, since: timestamp });
  }
  const limits = [
    highConsumption(site, intervals, settings),
    highPower(site, intervals, settings),
    await overBudget(site, intervals, settings, context),
  ];
  for (const each of limits) if (each) found.set(each.facts.kind, each);
  return found;
}

/** The last local day, where it used more than the site may. */
function highConsumption(
  site: ServedSite,
  intervals: readonly StoredInterval[],
  { dailyKwh, mutedKinds }: AlertSettings,
): Found | null {
  const kind = 'HIGH_CONSUMPTION';
  const today = intervals.at(-1)?.local.slice(0, DAY_LENGTH) ?? '';
  const ofToday = intervals.filter(({ local }) => local.slice(0, DAY_LENGTH) === today);
  const [first] = ofToday;
  const kwh = ofToday.reduce((sum, each) => sum + (each.energy_consumed_kwh ?? 0), 0);
  if (dailyKwh === null || mutedKinds.has(kind) || !first || kwh <= dailyKwh) return null;
  const facts: AlertFacts = {
    ...{ ...NOTHING, site: site.site_id, kind, severity: kwh > 2 * dailyKwh ? 'CRITICAL' : 'HIGH', local: today },
    ...{ what: 'more used in a day than it may', dataset: site.dataset },
    limit: `${formatEnergy(kwh)}, the limit is ${formatEnergy(dailyKwh)}`,
  };
  return { facts, since: first.timestamp };
}

/** The interval of the last day that took the most power, where that is more than the site may. */
function highPower(
  site: ServedSite,
  intervals: readonly StoredInterval[],
  { powerKw, mutedKinds }: AlertSettings,
): Found | null {
  const kind = 'HIGH_POWER';
  if (powerKw === null || mutedKinds.has(kind)) return null;
  const over = intervals.flatMap(({ timestamp, end, local, energy_consumed_kwh: kwh }) => {
    const kw = kwh === null ? 0 : (kwh * HOUR_MS) / (Date.parse(end) - Date.parse(timestamp));
    return kw > powerKw ? [{ timestamp, local, kw }] : [];
  });
  const [worst] = over.toSorted((a, b) => b.kw - a.kw);
  if (!worst) return null;
  const facts: AlertFacts = {
    ...{ ...NOTHING, site: site.site_id, kind, severity: worst.kw > 2 * powerKw ? 'CRITICAL' : 'HIGH' },
    ...{ local: worst.local, what: 'more power than it may take', others: over.length - 1, dataset: site.dataset },
    limit: `${formatPower(worst.kw)}, the limit is ${formatPower(powerKw)}`,
  };
  return { facts, since: worst.timestamp };
}

/** The last local day, where it cost more than its budget; what is not priced is over no budget. */
async function overBudget(
  site: ServedSite,
  intervals: readonly StoredInterval[],
  { dailyCost, mutedKinds }: AlertSettings,
  context: AlertContext,
): Promise<Found | null> {
  const kind = 'OVER_BUDGET';
  const day = intervals.at(-1)?.local.slice(0, DAY_LENGTH);
  const first = intervals.find(({ local }) => local.slice(0, DAY_LENGTH) === day);
  if (dailyCost === null || mutedKinds.has(kind) || day === undefined || !first) return null;
  const { figures } = await siteFigures(site.site_id, { from: day, to: day }, context);
  const { cost, currency } = figures;
  if (cost === null || currency === null || cost <= dailyCost) return null;
  const facts: AlertFacts = {
    ...{ ...NOTHING, site: site.site_id, kind, severity: cost > 2 * dailyCost ? 'CRITICAL' : 'HIGH', local: day },
    ...{ what: 'the day costs more than its budget', cost, currency, dataset: site.dataset },
    limit: `${formatMoney(cost, currency)} of a budget of ${formatMoney(dailyCost, currency)}`,
  };
  return { facts, since: first.timestamp };
}

/** In the order of time. */
async function lastDay(site: string, last: string, { store, now }: AlertContext): Promise<StoredInterval[]> {
  const from = tableTime(Date.parse(last) - OPEN_MS);
  const to = tableTime(Date.parse(last) + 1000);
  return allPages((after) => store.intervals(site, { from, to, after }, now()));
}
