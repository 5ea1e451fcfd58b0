/** An alert in words that a person reads on a telephone. */
import type { Severity } from '../../../shared/energy/anomalies.ts';
import type { AlertChange } from '../../../shared/served/alerts.ts';
import { energyCommand } from '../../../shared/text/command.ts';
import { formatEnergy, formatMoney, plural } from '../../../shared/text/format.ts';
import { wordsOf } from '../reason.ts';

/** What is told of a site and a kind. */
export interface AlertFacts {
  readonly site: string;
  readonly kind: string;
  readonly severity: Severity;
  /** Start of what is worst of it, wall clock at the site. */
  readonly local: string;
  readonly what: string;
  readonly kwh: number | null;
  readonly expectedKwh: number | null;
  readonly cost: number | null;
  readonly currency: string | null;
  /** How many more of the kind there are within the day. */
  readonly others: number;
  readonly dataset: string | null;
}

export interface AlertMessage {
  readonly subject: string;
  readonly text: string;
  readonly attributes: Readonly<Record<'severity' | 'site' | 'kind' | 'change', string>>;
}

/** SNS takes 100 characters of ASCII. */
const SUBJECT_LENGTH = 100;

const CHANGES = { new: '', worse: ', worse than before', recovered: ', over' } as const satisfies Record<
  AlertChange,
  string
>;

export function messageOf(facts: AlertFacts, change: AlertChange): AlertMessage {
  const { site, kind, severity } = facts;
  const words = wordsOf(kind);
  const attributes = { severity, site, kind, change };
  const subject = asciiOf(`${severity}: ${words} at ${site}${CHANGES[change]}`).slice(0, SUBJECT_LENGTH);
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

function howMuch({ kwh, expectedKwh, cost, currency }: AlertFacts): string {
  if (kwh === null) return 'how much is not known';
  const usual = expectedKwh === null ? '' : ` instead of ${formatEnergy(expectedKwh)}`;
  const money = cost === null || currency === null ? '' : `, ${formatMoney(cost, currency)} more`;
  return `${formatEnergy(kwh)}${usual}${money}`;
}

/** Line ends and what is no ASCII would make SNS refuse a subject. */
function asciiOf(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
