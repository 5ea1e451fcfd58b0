/** How the texts show numbers. Each number of the facts becomes text here, once, so that all texts agree. */
const LOCALE = 'en';
const NAME_LENGTH = 60;

const three = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });

const STEPS = [
  { from: 1e6, per: 1e6, prefix: 'G' },
  { from: 1e3, per: 1e3, prefix: 'M' },
  { from: 1, per: 1, prefix: 'k' },
  { from: 0, per: 1e-3, prefix: '' },
] as const;

function scaled(value: number, unit: string): string {
  const size = Math.abs(value);
  const step = STEPS.find(({ from }) => size >= from) ?? STEPS[3];
  // Three digits of the value, but never an exponent or invented zeros for what is a rounding of nothing.
  return value === 0 ? `0 k${unit}` : `${three.format(value / step.per)} ${step.prefix}${unit}`;
}

/** @param kwh an energy, kWh; shown as Wh, kWh, MWh or GWh with three digits */
export function energy(kwh: number): string {
  return scaled(kwh, 'Wh');
}

/** @param kw a power, kW; shown as W, kW, MW or GW with three digits */
export function power(kw: number): string {
  return scaled(kw, 'W');
}

export function money(amount: number, currency: string): string {
  return new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    ...(amount >= 100 ? { maximumFractionDigits: 0 } : {}),
  }).format(amount);
}

/** @param part 0 to 1 */
export function percent(part: number): string {
  const value = part * 100;
  return `${value > 0 && value < 10 ? three.format(Number(value.toFixed(1))) : whole.format(value)} %`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${whole.format(n)} ${n === 1 ? one : many}`;
}

/** `18:00`; 24 is midnight. */
export function hour(of: number): string {
  return `${String(of % 24).padStart(2, '0')}:00`;
}

export function years(n: number): string {
  const rounded = n < 10 ? Number(n.toFixed(1)) : Math.round(n);
  return count(rounded, 'year').replace(/^\S+/, String(rounded));
}

/** A name from the data, on one line and not longer than a heading bears. */
export function name(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > NAME_LENGTH ? `${line.slice(0, NAME_LENGTH - 1)}…` : line;
}
