/** How numbers, energies, dates and hours read in the reports: English, no locale of the machine. */

/** @param decimals digits after the point, trailing zeros dropped */
function fixed(value: number, decimals: number): string {
  const [whole = '', fraction = ''] = value.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  const digits = fraction.replace(/0+$/, '');
  if (digits !== '') return `${grouped}.${digits}`;
  return grouped === '-0' ? '0' : grouped;
}

/** Three to four digits that matter: 12,345 / 123.4 / 12.34 / 0.0123. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return fixed(value, 0);
  if (size >= 100) return fixed(value, 1);
  if (size >= 1 || size === 0) return fixed(value, 2);
  return fixed(value, Math.min(9, 2 - Math.floor(Math.log10(size))));
}

export function formatCount(value: number): string {
  return fixed(value, 0);
}

/** @param share 0 to 1 */
export function formatPercent(share: number): string {
  const percent = share * 100;
  // 99.97 % complete is not complete, and one in 10,000 is not nothing.
  if (percent > 99.9 && percent < 100) return '> 99.9 %';
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${fixed(percent, Math.abs(percent) < 10 || (percent >= 99 && percent < 100) ? 1 : 0)} %`;
}

export interface EnergyUnit {
  readonly name: 'Wh' | 'kWh' | 'MWh' | 'GWh' | 'TWh';
  /** kWh in one of it. */
  readonly kwh: number;
}

const UNITS: readonly EnergyUnit[] = [
  { name: 'TWh', kwh: 1e9 },
  { name: 'GWh', kwh: 1e6 },
  { name: 'MWh', kwh: 1e3 },
];
const KWH: EnergyUnit = { name: 'kWh', kwh: 1 };
const WH: EnergyUnit = { name: 'Wh', kwh: 1e-3 };

/** The unit in which an energy reads well: a household stays in kWh, up to 10,000 of them. */
export function energyUnit(kwh: number): EnergyUnit {
  const size = Math.abs(kwh);
  if (size > 0 && size < 0.01) return WH;
  return UNITS.find((unit) => size >= 10 * unit.kwh) ?? KWH;
}

export function formatEnergy(kwh: number, unit: EnergyUnit = energyUnit(kwh)): string {
  return `${formatNumber(kwh / unit.kwh)} ${unit.name}`;
}

export function formatMoney(amount: number, currency: string): string {
  const size = Math.abs(amount);
  const text = size < 100 ? amount.toFixed(2) : size < 1e6 ? fixed(amount, 0) : `${formatNumber(amount / 1e6)} million`;
  return `${text} ${currency}`.trim();
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

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

export function weekday(day: string): string {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
}

/** @param time `2026-10-01T18:00:00` */
export function formatTime(time: string): string {
  return `${formatDay(time)}, ${time.slice(11, 16)}`;
}

/** First and last day of a period whose end is the end of its last interval. */
export function formatPeriod(from: string, to: string): string {
  const last = to.slice(11) > '00:00:00' ? to.slice(0, 10) : dayBefore(to.slice(0, 10));
  const first = from.slice(0, 10);
  if (last <= first) return formatDay(first);
  const sameYear = first.slice(0, 4) === last.slice(0, 4);
  return `${sameYear ? shortDay(first) : formatDay(first)} – ${formatDay(last)}`;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** An hour of day as the span that it is. */
export function formatHour(hour: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(hour)}:00 – ${two((hour + 1) % 24)}:00`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
