/**
 * The unit of what is no energy: a currency, a volume, a temperature. From the heading, else from what stands beside
 * the numbers.
 */
import type { Quantity } from '../../../../shared/energy/flows.ts';
import type { LayoutColumn } from '../../../../shared/readings/layout.ts';

type QuantityUnit = NonNullable<LayoutColumn['quantity_unit']>;

interface Spelling {
  readonly pattern: RegExp;
  readonly unit: string;
  readonly factor?: number;
}

const word = (...texts: readonly string[]) => new RegExp(`(?<![\\p{L}])(?:${texts.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
/** A lone letter is a unit in brackets only. */
const bracketed = (text: string) => new RegExp(`[[(]\\s*${text}\\s*[\\])]`, 'i');

const CODES = [
  'EUR',
  'GBP',
  'USD',
  'AUD',
  'NZD',
  'CAD',
  'CHF',
  'DKK',
  'SEK',
  'NOK',
  'PLN',
  'CZK',
  'HUF',
  'JPY',
  'INR',
  'KRW',
];

const CURRENCIES: readonly Spelling[] = CODES.map((code) => ({ pattern: word(code), unit: code }));
const MONEY: readonly Spelling[] = [
  ...CURRENCIES,
  { pattern: /€|(?<!\p{L})euros?(?!\p{L})/iu, unit: 'EUR' },
  { pattern: /£/, unit: 'GBP' },
  { pattern: word('pence', 'gbx'), unit: 'GBP', factor: 0.01 },
  { pattern: bracketed('p'), unit: 'GBP', factor: 0.01 },
  { pattern: /¥|円/, unit: 'JPY' },
  { pattern: /₩|원/, unit: 'KRW' },
  { pattern: word('kc', 'kč'), unit: 'CZK' },
  { pattern: word('zl', 'zł'), unit: 'PLN' },
  { pattern: word('ft'), unit: 'HUF' },
  { pattern: word('ct', 'cents?'), unit: 'ct' },
  { pattern: word('øre', 'öre', 'ore'), unit: 'øre' },
  { pattern: /\$/, unit: '$' },
];

const SPELLINGS = {
  cost: MONEY,
  price: MONEY,
  gas: [
    { pattern: word('m3', 'm³', 'm\\^3', 'cbm', 'nm3'), unit: 'm³' },
    { pattern: word('ft3', 'cf'), unit: 'ft³' },
    { pattern: word('ccf'), unit: 'ft³', factor: 100 },
    { pattern: word('mcf'), unit: 'ft³', factor: 1000 },
    { pattern: word('therms?'), unit: 'therm' },
    { pattern: word('mmbtu', 'dth'), unit: 'therm', factor: 10 },
    { pattern: word('gallons?', 'gal'), unit: 'gal' },
    { pattern: word('lit(?:er|re)s?', 'l'), unit: 'l' },
    // The OBIS code of a gas meter at a Dutch or Belgian smart meter.
    { pattern: /(?<!\d)24\.?2\.?1(?!\d)/, unit: 'm³' },
  ],
  reactive: [
    { pattern: word('kva?rh'), unit: 'kvarh' },
    { pattern: word('mva?rh'), unit: 'kvarh', factor: 1000 },
    { pattern: word('va?rh'), unit: 'kvarh', factor: 0.001 },
    // A power is no energy, and never counts as one.
    { pattern: word('kva?r'), unit: 'kvar' },
    { pattern: word('mva?r'), unit: 'kvar', factor: 1000 },
    { pattern: word('va?r'), unit: 'kvar', factor: 0.001 },
  ],
  temperature: [
    { pattern: /°\s?F|(?<![\p{L}])deg\s?f(?![\p{L}])|[[(]\s*F\s*[\])]/iu, unit: '°F' },
    { pattern: /°\s?C|℃|(?<![\p{L}])deg\s?c(?![\p{L}])|[[(]\s*C\s*[\])]/iu, unit: '°C' },
  ],
} as const satisfies Record<Quantity, readonly Spelling[]>;

/** Whose dollar or peso the sign is, where the site's zone is of one of these countries. */
const DOLLARS = { US: 'USD', CA: 'CAD', AU: 'AUD', NZ: 'NZD', SG: 'SGD', MX: 'MXN' } as const;

function dollarOf(zone: string): string {
  const found = Object.entries(DOLLARS).find(([country]) =>
    new Intl.Locale(`en-${country}`).getTimeZones()?.includes(zone),
  );
  return found?.[1] ?? '$';
}

/**
 * @param name heading of the column
 * @param cells some of its cells
 * @param around what other columns say in every row, as a currency may stand in one of its own, and the site's zone
 * @returns undefined where nothing says it
 */
export function quantityUnit(
  quantity: Quantity,
  name: string,
  cells: readonly string[],
  { constants = [], zone }: { readonly constants?: readonly string[]; readonly zone?: string } = {},
): QuantityUnit | undefined {
  const spellings: readonly Spelling[] = SPELLINGS[quantity];
  const found =
    spellings.find(({ pattern }) => pattern.test(name)) ??
    spellings.find(({ pattern }) => cells.length > 0 && cells.every((cell) => pattern.test(cell))) ??
    (spellings === MONEY ? CURRENCIES.find(({ unit }) => constants.includes(unit)) : undefined);
  if (!found) return undefined;
  const { factor = 1 } = found;
  const unit = found.unit === '$' && zone !== undefined ? dollarOf(zone) : found.unit;
  return { unit: quantity === 'price' ? `${unit}${per(name)}` : unit, factor };
}

/** A price is one of a kilowatt-hour unless its heading says another unit. */
function per(name: string): string {
  const energy = /[kmg]?wh/i.exec(name)?.[0].toLowerCase();
  return energy === 'mwh' ? '/MWh' : '/kWh';
}
