/**
 * How figures read wherever a person reads them: report, advice, command line. English, no locale of the machine, one
 * form each:
 *
 * - A number has three to four digits that matter and commas between thousands: `12,345`, `123.4`, `0.0123`.
 * - An energy stays in kWh up to 10,000 of them, then MWh and on; below 0.01 kWh it is Wh. A power is W below 1 kW.
 * - Money is the amount, then the currency's code: `54.26 EUR`. An amount of a bill is exact to the cent, or whatever
 *   the currency has; an estimate has cents below 100 only. From 100,000 on nothing has cents, from a million on it is
 *   `65.99 million EUR`; only an account that adds up has every coin. A price is that of a kWh: `0.3 EUR`.
 * - A percentage is whole, with a decimal below 10 % and above 99 %; what is not all is never `100 %`, and what is not
 *   nothing is never `0 %`.
 * - A day is `2 Oct 2026`, a time `2 Oct 2026, 18:00`; a period ends on the day of its last interval. A time of day is
 *   `18:00`, an hour of the day the span that it is: `18:00 – 19:00`.
 */
import { MONTH_NAMES, shortName, WEEKDAY_NAMES } from './calendar-names.ts';
import { dayAfter, twoDigits } from './days.ts';

/** @param decimals digits after the point, trailing zeros dropped */
function fixed(value: number, decimals: number): string {
  const [whole = '', fraction = ''] = value.toFixed(decimals).split('.');
  const digits = fraction.replace(/0+$/, '');
  if (digits !== '') return `${grouped(whole)}.${digits}`;
  return whole === '-0' ? '0' : grouped(whole);
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `12,345`, `123.4`, `12.34`, `0.0123` */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return fixed(value, 0);
  if (size >= 100) return fixed(value, 1);
  if (size >= 1 || size === 0) return fixed(value, 2);
  return fixed(value, Math.min(9, 2 - Math.floor(Math.log10(size))));
}

/** `2,880` */
export function formatCount(value: number): string {
  return fixed(value, 0);
}

/** `1 reading`, `2,880 readings` */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** @returns a text of at most so many characters; what is left out shows as `…` */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : text;
}

/** @param share 0 to 1 */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent > 99.9 && percent < 100) return 'over 99.9 %';
  if (percent > 0 && percent < 0.1) return 'under 0.1 %';
  return `${fixed(percent, Math.abs(percent) < 10 || (percent >= 99 && percent < 100) ? 1 : 0)} %`;
}

export interface EnergyUnit {
  readonly name: 'Wh' | 'kWh' | 'MWh' | 'GWh' | 'TWh';
  /** kWh in one of it. */
  readonly kwh: number;
}

const KWH: EnergyUnit = { name: 'kWh', kwh: 1 };
const WH: EnergyUnit = { name: 'Wh', kwh: 1e-3 };
const LARGE_UNITS: readonly EnergyUnit[] = [
  { name: 'TWh', kwh: 1e9 },
  { name: 'GWh', kwh: 1e6 },
  { name: 'MWh', kwh: 1e3 },
];

/** The unit in which an energy reads well. */
export function energyUnit(kwh: number): EnergyUnit {
  const size = Math.abs(kwh);
  if (size > 0 && size < 0.01) return WH;
  return LARGE_UNITS.find((unit) => size >= 10 * unit.kwh) ?? KWH;
}

/** @param kwh an energy, kWh */
export function formatEnergy(kwh: number, unit: EnergyUnit = energyUnit(kwh)): string {
  return `${formatNumber(kwh / unit.kwh)} ${unit.name}`;
}

/** How energies that stand beside one another are told: in watt-hours only where all of them are so small. */
export function energiesFormat(energies: readonly number[]): (kwh: number) => string {
  const areSmall = energies.every((kwh) => kwh === 0 || energyUnit(kwh) === WH);
  return (kwh) => {
    const unit = energyUnit(kwh);
    return formatEnergy(kwh, unit === WH && !areSmall ? KWH : unit);
  };
}

export interface PowerUnit {
  readonly name: 'W' | 'kW' | 'MW' | 'GW';
  /** kW in one of it. */
  readonly kw: number;
}

/** The unit in which a power reads well. */
export function powerUnit(kw: number): PowerUnit {
  const size = Math.abs(kw);
  if (size > 0 && size < 1) return { name: 'W', kw: 1e-3 };
  if (size >= 1e7) return { name: 'GW', kw: 1e6 };
  return size >= 1e4 ? { name: 'MW', kw: 1e3 } : { name: 'kW', kw: 1 };
}

/** @param kw a power, kW */
export function formatPower(kw: number): string {
  const unit = powerUnit(kw);
  return `${formatNumber(kw / unit.kw)} ${unit.name}`;
}

/** From here on an amount has no cents. */
const LARGE_AMOUNT = 100_000;
/** From here on an estimate has none. */
const LARGE_ESTIMATE = 100;
const MILLION = 1e6;

/** An amount of a bill: `54.26 EUR`. @param currency its code */
export function formatMoney(amount: number, currency: string): string {
  return money(amount, currency, LARGE_AMOUNT);
}

/** As much of an amount as `formatMoney` shows of a bill: what stands in a column adds up to its sum. */
export function roundedMoney(amount: number, currency: string): number {
  return Number(amount.toFixed(decimalsOf(currency)));
}

/** An amount that is estimated: `12.50 EUR`, `675 EUR`. @param currency its code */
export function formatEstimate(amount: number, currency: string): string {
  return money(amount, currency, LARGE_ESTIMATE);
}

/** The smallest coins of a currency that an amount is, rounded: 54.257 EUR are 5426. */
export function coinsOf(amount: number, currency: string): number {
  const decimals = decimalsOf(currency);
  return Math.round(Number(amount.toFixed(decimals)) * 10 ** decimals);
}

/** A line of an account, to the coin whatever its size: `1,234,567.80 EUR`. @param coins as `coinsOf` gives them */
export function formatAccount(coins: number, currency: string): string {
  return money(coins / 10 ** decimalsOf(currency), currency, Number.POSITIVE_INFINITY);
}

/** @param large from here on there are no coins */
function money(amount: number, currency: string, large: number): string {
  const size = Math.abs(amount);
  if (size >= Math.max(large, MILLION)) return `${formatNumber(amount / MILLION)} million ${currency}`;
  if (size >= large) return `${fixed(amount, 0)} ${currency}`;
  const [whole = '', cents = ''] = amount.toFixed(decimalsOf(currency)).split('.');
  return `${grouped(whole)}${cents === '' ? '' : `.${cents}`} ${currency}`;
}

/** A yen has no cents, a dinar a thousand. */
function decimalsOf(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) return 2;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** The price of a kWh: `0.3 EUR`. @param currency its code */
export function formatPrice(price: number, currency: string): string {
  return `${formatNumber(price)} ${currency}`;
}

/** `3.2 years`, `22 years` */
export function formatYears(years: number): string {
  const text = fixed(years, years < 10 ? 1 : 0);
  return `${text} ${text === '1' ? 'year' : 'years'}`;
}

const MONTHS = MONTH_NAMES.map(shortName);
const WEEKDAYS = WEEKDAY_NAMES.map(shortName);

/** @param day `2026-10-01`, or a local time that begins with it */
export function formatDay(day: string): string {
  return `${shortDay(day)} ${day.slice(0, 4)}`;
}

/** Without the year: `1 Oct`. */
export function shortDay(day: string): string {
  return `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''}`;
}

/** @param month `2026-10` or a day in it */
export function formatMonth(month: string): string {
  return `${MONTHS[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

/** `Thu` */
export function weekday(day: string): string {
  return WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % WEEKDAYS.length] ?? '';
}

/** @param time `2026-10-01T18:00:00`, or with a space in place of the T */
export function formatTime(time: string): string {
  return `${formatDay(time)}, ${time.slice(11, 16)}`;
}

/** First and last day of a period whose end is the end of its last interval. */
export function formatPeriod(from: string, to: string): string {
  const last = to.slice(11) > '00:00:00' ? to.slice(0, 10) : dayAfter(to.slice(0, 10), -1);
  const first = from.slice(0, 10);
  if (last <= first) return formatDay(first);
  const sameYear = first.slice(0, 4) === last.slice(0, 4);
  return `${sameYear ? shortDay(first) : formatDay(first)} – ${formatDay(last)}`;
}

/** A time of day: `18:00`; hour 24 is midnight. */
export function formatClock(hour: number): string {
  return `${twoDigits(hour % 24)}:00`;
}

/** An hour of the day as the span that it is: `18:00 – 19:00`; a dash where no hour is known. */
export function formatHour(hour: number | null): string {
  if (hour === null) return '–';
  return `${formatClock(hour)} – ${formatClock(hour + 1)}`;
}
