/** The anatomy of a bill: what a version of a tariff charges for, line by line, in the words of its file. */
import { BILL_KIND_NAMES, type BillKind } from '../energy/bill-kinds.ts';
import { MONTH_CODES, WEEKDAY_CODES } from '../text/calendar-names.ts';
import type { DemandCharge, Tax } from './charge-schema.ts';
import { clockText, type RateConditions } from './conditions.ts';
import type { Rate } from './rate-schema.ts';
import type { Version } from './schema.ts';

export interface AnatomyLine {
  readonly kind: BillKind;
  readonly name: string;
  /** Exact, as the file has it, with what it is of: `0.25 EUR/kWh`. */
  readonly price: string;
  /** When and how it counts; empty where always. */
  readonly when: string;
}

/** In the order of a bill. */
export function anatomyOf(version: Version, currency: string): AnatomyLine[] {
  const lines = {
    energy: () => version.rates.map((rate) => rateLine('energy', rate, currency, tierText(rate, version))),
    network: () => version.network.map((rate) => rateLine('network', rate, currency)),
    fee: () => version.fees.map(({ name, price, per }) => line('fee', name, `${price} ${currency}/${per}`)),
    demand: () =>
      version.demand.map((charge) => line('demand', charge.name, `${charge.price} ${currency}/kW`, demandText(charge))),
    export: () => [
      ...version.export.map((rate) => rateLine('export', rate, currency)),
      ...(version.netPeriod === undefined
        ? []
        : [line('export', 'Net metering', '', `offsets what is taken in the ${version.netPeriod}, band by band`)]),
    ],
    minimum: () =>
      version.minimum === undefined
        ? []
        : [
            line(
              'minimum',
              'Minimum bill',
              `${version.minimum.price} ${currency}/${version.minimum.per}`,
              'before taxes',
            ),
          ],
    tax: () => version.taxes.map((tax) => line('tax', tax.name, taxPrice(tax, currency), taxText(tax))),
  } satisfies Record<BillKind, () => AnatomyLine[]>;
  return BILL_KIND_NAMES.flatMap((kind) => lines[kind]());
}

function line(kind: BillKind, name: string, price: string, when = ''): AnatomyLine {
  return { kind, name, price, when };
}

function rateLine(kind: BillKind, rate: Rate, currency: string, more = ''): AnatomyLine {
  const { price, series } = rate;
  const parts = series && [
    series.name,
    ...(series.times === '1' ? [] : [`× ${series.times}`]),
    ...(series.plus === '0' ? [] : [`+ ${series.plus}`]),
  ];
  return line(
    kind,
    rate.band,
    `${parts?.join(' ') ?? price} ${currency}/kWh`,
    [conditionText(rate), more].filter(Boolean).join('; '),
  );
}

function tierText({ upTo }: Rate, { tierPeriod }: Version): string {
  return upTo === undefined ? '' : `up to ${upTo} kWh a ${tierPeriod}`;
}

function demandText(charge: DemandCharge): string {
  const of = charge.of === 'month' ? `highest ${charge.interval} of the month` : "mean of twelve months' peaks";
  return [
    of,
    ...(charge.per === 'year' ? ['price of a year, a twelfth a month'] : []),
    ...(charge.floor_kw === undefined ? [] : [`at least ${charge.floor_kw} kW`]),
    ...(charge.ratchet === undefined ? [] : [`at least ${charge.ratchet} of the highest of twelve months`]),
    ...[conditionText(charge)].filter(Boolean),
  ].join('; ');
}

function taxPrice({ rate, per_kwh }: Tax, currency: string): string {
  return rate === undefined ? `${per_kwh} ${currency}/kWh` : `${Number((Number(rate) * 100).toFixed(4))} %`;
}

function taxText({ rate, on }: Tax): string {
  if (rate === undefined) return 'of each kWh from the grid';
  return on ? `on ${on.join(', ')}` : 'on every charge before it';
}

function conditionText({ hours, weekdays, months, holidays }: RateConditions): string {
  return [
    ...(hours ? [hours.map(({ from, to }) => `${clockText(from)}-${clockText(to)}`).join(', ')] : []),
    ...(weekdays ? [weekdays.map((day) => WEEKDAY_CODES[day - 1]).join(', ')] : []),
    ...(months ? [months.map((month) => MONTH_CODES[month - 1]).join(', ')] : []),
    ...(holidays === undefined ? [] : [holidays ? 'on holidays only' : 'never on holidays']),
  ].join('; ');
}
