/** An alert in words that a person reads on a telephone. */
import type { Severity } from '../../../shared/energy/anomalies.ts';
import { type Notice, subjectOf } from '../../../shared/runtime/notice.ts';
import type { AlertChange } from '../../../shared/served/alerts.ts';
import { energyCommand } from '../../../shared/text/command.ts';
import { formatEnergy, formatMoney, plural } from '../../../shared/text/format.ts';
import { wordsOf } from '../reason.ts';

/** What is told of a site and a kind. */
export interface AlertFacts {
  readonly site: string;
  readonly kind: string;
  readonly severity: Severity;
  /** Start of what is worst of it, wall clock at the site, or its day. */
  readonly local: string;
  readonly what: string;
  readonly kwh: number | null;
  readonly expectedKwh: number | null;
  readonly cost: number | null;
  readonly currency: string | null;
  /** Whether the cost is at the price of the settings, since no tariff is kept. */
  readonly priceAssumed: boolean;
  /** What was taken and what may be, in words; null where the alert is about no limit. */
  readonly limit: string | null;
  /** How many more of the kind there are within the day. */
  readonly others: number;
  readonly dataset: string | null;
}

const CHANGES = { new: '', worse: ', worse than before', recovered: ', over' } as const satisfies Record<
  AlertChange,
  string
>;

export function messageOf(facts: AlertFacts, change: AlertChange): Notice {
  const { site, kind, severity } = facts;
  const words = wordsOf(kind);
  const attributes = { severity, site, kind, change };
  const subject = subjectOf(`${severity}: ${words} at ${site}${CHANGES[change]}`);
  if (change === 'recovered') {
    const text = `${site}: no ${words} in the last day of readings any more; it was ${severity}.`;
    return { subject, text, attributes };
  }
  const text = [
    `${site}: ${facts.what}, ${severity}${CHANGES[change]}.`,
    `${facts.local.slice(0, 16).replace('T', ' ')}: ${howMuch(facts)}.`,
    ...(facts.others > 0 ? [`${plural(facts.others, 'other')} of the kind within a day.`] : []),
    ...(facts.dataset === null ? [] : [`Look: ${energyCommand(`report ${facts.dataset} --open`)}`]),
  ];
  return { subject, text: text.join('\n'), attributes };
}

function howMuch({ kwh, expectedKwh, cost, currency, priceAssumed, limit }: AlertFacts): string {
  const assumed = priceAssumed ? ' at an assumed price' : '';
  if (limit !== null) return `${limit}${assumed}`;
  if (kwh === null) return 'how much is not known';
  const usual = expectedKwh === null ? '' : ` instead of ${formatEnergy(expectedKwh)}`;
  if (cost === null || currency === null || cost === 0) return `${formatEnergy(kwh)}${usual}`;
  const money = `${formatMoney(Math.abs(cost), currency)} ${cost > 0 ? 'more' : 'less'}`;
  return `${formatEnergy(kwh)}${usual}, ${money}${assumed}`;
}
