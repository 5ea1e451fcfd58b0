/** Units of energy and power, wherever they stand and however they are written; what is per kWh is a rate. */
import type { Unit } from './layout.ts';
import { inPlainUnits } from './scaled-units.ts';
import { inLatin } from './script-units.ts';

/** What a text says of its unit. */
export interface UnitFound {
  readonly unit: Unit;
  /** The text without it, for the words to be read. */
  readonly rest: string;
}

const PREFIX = '(kilo|mega|giga|milli|[kKmMgG])?';
const HOUR = '(h(?:(?:ou)?rs?|rs?)?)';
/** A watt, and perhaps the hour that follows it: kWh, KWHs, kW-hr, kilowatt hours, watt_hours, W·h. */
const WATT = `${PREFIX}[\\s_-]?(?:w(?:att)?s?)(?:[\\s_.·*-]*${HOUR}s?)?`;
const STANDS_ALONE = new RegExp(`(?<![\\p{L}\\p{N}/])${WATT}(?![\\p{L}]|\\s*[/·]\\s*[m㎡])`, 'giu');
/** `consumokWh`, `usagekwh`, `EnergyConsumedKWH`: no word ends so. */
const AT_THE_END = /(?<=\p{L})(kwh|mwh|gwh|Wh|kW|MW)(?=[^\p{L}]|$)(?!\s*[/·]\s*[m㎡])/giu;
const TAIL_SMALL = /^(wh|kw|mw)$/;
/** A quantity, and the two letters of a unit behind it without a break: `powerkw`. */
const QUANTITY_AND_TAIL = new RegExp(
  '(power|load|demand|leistung|energy|usage|grid|consumption|import|export|generation|production|consumed|generated)' +
    '\\w{2}$',
  'i',
);
/** `(J)`, `[MJ]`, `Energy kJ`, `megajoules`: a lone letter without brackets is none. */
const JOULE = /(?<=[[(]\s*)([kMG]?)J(?=\s*[\])])|(?<![\p{L}\p{N}/])([kMG])J(?![\p{L}\p{N}]|\s*[/·]\s*[m㎡])/u;
const JOULES = /(?<!\p{L})(kilo|mega|giga)?joules?(?!\p{L})/iu;
const JOULE_ALONE = /^\s*[[(]?\s*([kMG]?)J\s*[\])]?\s*$/;

function joulesIn(name: string): UnitFound | undefined {
  const found = JOULE.exec(name) ?? JOULES.exec(name);
  if (!found) return undefined;
  const prefix = prefixOf(found[1] || found[2] || undefined, found[0]);
  const unit = prefix === '' || prefix === 'm' ? 'J' : (`${prefix}J` as const);
  return { unit, rest: `${name.slice(0, found.index)} ${name.slice(found.index + found[0].length)}` };
}

/** `Electricity (kBtu)`: of anything else they are heat, or a fuel. */
const ELECTRIC_BTU = /(?<!\p{L})electric(?:al|ity)?(?!\p{L}).*?(?<!\p{L})(k|MM)Btu(?!\p{L}|\s*\/)/iu;

function electricBtuIn(name: string): UnitFound | undefined {
  const found = ELECTRIC_BTU.exec(name);
  if (!found) return undefined;
  return { unit: found[1]?.toLowerCase() === 'k' ? 'kBtu' : 'MMBtu', rest: name.replace(/(?:k|MM)Btu/i, ' ') };
}

/** `実績(万kW)`: tens of thousands, as grids of Asia count. */
const TEN_THOUSANDS = /万\s*k[Ww](h)?/i;

function tenThousandsIn(name: string): UnitFound | undefined {
  const found = TEN_THOUSANDS.exec(name);
  if (!found) return undefined;
  const rest = `${name.slice(0, found.index)} ${name.slice(found.index + found[0].length)}`;
  return { unit: found[1] ? '万kWh' : '万kW', rest };
}

const WHOLE = new RegExp(`^\\s*[[(]?\\s*${WATT}\\s*[\\])]?\\s*$`, 'iu');

function unitFrom(prefix: string | undefined, hour: boolean, text: string): Unit {
  const energy = hour ? 'h' : '';
  const scale = prefixOf(prefix, text);
  return `${scale}W${energy}`;
}

/** mW and mWh are thousandths only when written exactly so: whoever does without capital letters means the million. */
function prefixOf(prefix: string | undefined, text: string): '' | 'k' | 'M' | 'G' | 'm' {
  switch (prefix?.toLowerCase()) {
    case undefined:
      return '';
    case 'k':
    case 'kilo':
      return 'k';
    case 'm':
      return /^mW/.test(text.trim()) ? 'm' : 'M';
    case 'mega':
      return 'M';
    case 'milli':
      return 'm';
    default:
      return 'G';
  }
}

/** `kWh (thousand Watt-hours)` */
const EXPLAINED = /^(\s*\p{L}+)\s*\([^)]*\)\s*$/u;

/** @returns the unit that a cell or a word is; undefined for anything else */
export function unitOf(word: string): Unit | undefined {
  const text = inPlainUnits(inLatin(word.replace(EXPLAINED, '$1')));
  if (text.length > 24) return undefined;
  const many = /^\s*[[(]?\s*万/.test(text) ? tenThousandsIn(text) : undefined;
  if (many) return many.unit;
  const joule = JOULE_ALONE.test(text) ? joulesIn(`(${text.replace(/[[\]()\s]/g, '')})`) : undefined;
  if (joule) return joule.unit;
  const found = WHOLE.exec(text);
  return found ? unitFrom(found[1], found[2] !== undefined, text.replace(/[[(\s]/g, '')) : undefined;
}

/** Names in the answers of makers' services for panels, whose unit their documents say. */
const NAMES: ReadonlyMap<string, Unit> = new Map([
  ['enwh', 'Wh'],
  ['powr', 'W'],
]);

/** @returns the last unit of energy or power in a name, which is the one of its values: `Load kW (MWh)` */
export function unitIn(text: string): UnitFound | undefined {
  const name = inPlainUnits(withoutPaths(inLatin(text)).replace(HOUR_IN_WORDS, 'h'));
  if (isRate(name) || PER_SIZE.test(name)) return undefined;
  const many = tenThousandsIn(name);
  if (many) return many;
  const known = NAMES.get(name.trim().toLowerCase());
  if (known) return { unit: known, rest: known.endsWith('h') ? 'production' : 'production power' };
  let found: { unit: Unit; at: number; length: number } | undefined;
  for (const match of name.matchAll(STANDS_ALONE)) {
    const [text, prefix, hour] = match;
    // A lone w is a letter of somebody's name; W, w in brackets, and `p_total_w` are watts.
    if (/^w$/.test(text.trim()) && !/[[(]\s*w\s*[\])]/.test(name) && !SNAKE_WATT.test(name)) continue;
    const energy = hour !== undefined;
    // An energy outweighs the power beside it: `Power consumption kW (kWh)`.
    if (found && isEnergyUnit(found.unit) && !energy) continue;
    found = { unit: unitFrom(prefix, energy, text), at: match.index, length: text.length };
  }
  if (!found) {
    for (const match of name.matchAll(AT_THE_END)) {
      const [text] = match;
      if (TAIL_SMALL.test(text) && !QUANTITY_AND_TAIL.test(name)) continue;
      const unit = unitOf(text);
      if (unit) found = { unit, at: match.index, length: text.length };
    }
  }
  if (!found) return joulesIn(name) ?? electricBtuIn(name);
  const before = name.slice(0, found.at).replace(JOINS_UNIT, '');
  return { unit: found.unit, rest: `${before} ${name.slice(found.at + found.length)}` };
}

/** Names of home automation end in their unit, all in small letters. */
const SNAKE_WATT = /^[a-z0-9.]+(?:_[a-z0-9.]+)*_w$/;

/** `Energiemenge in kWh`: the word belongs to the unit. */
const JOINS_UNIT = /(?<=\s|^)(?:in|en|em|i|w|v)\s+$/i;

/** @returns whether it is one of energy, and none of power */
export function isEnergyUnit(unit: Unit): boolean {
  return !unit.endsWith('W');
}

const PER = String.raw`(?:\/|(?<!\p{L})(?:(?:per|pro|por|par|je|za)(?!\p{L})|p\.\s?))`;
/** `Efficiency kW/RT`, `Yield (kWh/kWp)`: what is taken for each ton of cooling, or made by each kilowatt of panels. */
const PER_SIZE = /(?<!\p{L})[kM]?Wh?\s*\/\s*(?:(?:RT|TR|tons?)(?:h|\s?hours?)?|kWp?(?:eak)?)(?!\p{L})/iu;

/** `Tariff (c/unit)`: a unit is a kilowatt-hour on the bills of some countries. */
const PER_UNIT = String.raw`(?<!\p{L})(?:ct?|p|rs?|cents?|pence|paise|[€$£₹])\s*\/\s*units?(?!\p{L})`;
/** `EUR/kWh`, `ct per kWh`, `€ / MWh`, `p/kWh`, `g/kWh`, `perkwh`. */
const RATE = new RegExp(`${PER}\\s*[[(]?\\s*[kmg]?w(?:att)?[\\s_-]?h|per[_\\s]?[km]wh|${PER_UNIT}`, 'iu');

/** `Main/kWh`, `Building 7/kWh`, `Workshop/kWh_Total`: the place of a point, and no amount for each kilowatt-hour. */
const PATH = new RegExp(
  String.raw`(?<!\p{L})(mains?|meter|total|grid|solar|pv|site|building|floor|panel|plant|incomer|feeder|` +
    String.raw`(?!\p{L}*co2)\p{L}{3,}[ _-]?\d+|\p{L}{4,}(?=\/[kM]?Wh_))\/(?=[kMG]?Wh?(?!\p{L}))`,
  'giu',
);
/** The name with a space behind such a place. */
const withoutPaths = (name: string): string => name.replace(PATH, '$1 ');

/** `kW-hora`, `kilovatio-hora`, `Watt-Stunden`: the hour in a word of its own. */
const HOUR_IN_WORDS = new RegExp(
  String.raw`(?<=w(?:att)?s?|vatios?)[-·](?:horas?|heures?|stunden?|uur|ore)(?!\p{L})|` +
    // `Kilowattstunden`, `wattheures`
    String.raw`(?<=watt)(?:heures?|stunden?|uur|ore)(?!\p{L})`,
  'giu',
);

/** Whether a name is one of an amount for each kilowatt-hour: never an energy. */
export function isRate(name: string): boolean {
  return RATE.test(withoutPaths(name));
}

const CURRENCIES =
  'eur(?:os?)?|usd|dollars?|pence|gbp|aud|cad|chf|dkk|sek|nok|pln|czk|huf|jpy|inr|nzd|krw|ct|cents?|ore|snt|kc|ft|zl|' +
  'ريال|درهم';
/** Units of what is no electricity, in the order in which they are looked for. */
const OTHER_UNITS = [
  { is: 'reactive', pattern: /(?<![\p{L}])[kmg]?va?r[\s_-]?h?(?![\p{L}])/iu },
  { is: 'apparent', pattern: /(?<![\p{L}])[kmg]?va[\s_-]?h?(?![\p{L}])/iu },
  {
    is: 'volume',
    pattern: new RegExp(
      String.raw`(?<!\p{L})(m3|m³|m\^3|cbm|nm3|ft3|[chm]cf|k?gal|gallons?|lit(?:re|er|ri|ro|ra)s?|litry|litrów|ltrs?)` +
        String.raw`(?![\p{L}\p{N}])|` +
        String.raw`[[(]\s*l\s*[\])]`,
      'iu',
    ),
  },
  { is: 'gas', pattern: /(?<![\p{L}])(therms?|btu|kbtu|mmbtu|dth)(?![\p{L}])/iu },
  { is: 'ratio', pattern: PER_SIZE },
  { is: 'heat', pattern: /(?<![\p{L}])(Gcal|ton[\s-]?hours?|RTh?|TRh?)(?![\p{L}])/u },
  { is: 'temperature', pattern: /°\s?[CF]\b|[[(_ ][dD]eg[cfCF][\])]?|[[(]\s*[°º]?[CF]\s*[\])]|℃/u },
  // What panels are built for: `kWp`.
  { is: 'capacity', pattern: /(?<!\p{L})[kM]?Wp(?:eak)?(?![\p{L}\p{N}])/u },
  { is: 'voltage', pattern: /[[(]\s*[km]?V\s*[\])]|^[a-z0-9_.]+_v$/u },
  // `phase_a` is no current.
  { is: 'current', pattern: /[[(]\s*m?A\s*[\])]|^(?:[a-z0-9.]+_)*(?:i|current|amps?)_(?:[a-z0-9.]+_)*a$/u },
  { is: 'frequency', pattern: /(?<![\p{L}])hz(?![\p{L}])/iu },
  { is: 'resistance', pattern: /[[(]\s*[km]?(?:ohm|Ω)\s*[\])]/iu },
  { is: 'duration', pattern: /[[(]\s*(?:h|hrs?|hours?|std\.?|min|minutes?|s|sec|seconds?)\s*[\])]/iu },
  // What allocates the heat of a house to its flats.
  { is: 'allocation', pattern: /[[(]\s*(?:einheiten|striche?|hkv)\s*[\])]/iu },
  { is: 'percent', pattern: /%|(?<!\p{L})(?:percent|pct|prozent)(?![\p{L}])/iu },
  // `Aktif Endeks (T)` is a total: a tonne has a small letter.
  {
    is: 'emission',
    pattern: /(?<![\p{L}])(?:[tT]|[kK]?[gG])?[cC][oO]2[eE]?(?![\p{L}])|[[(]\s*(?:[kK]?[gG]|t)\s*[\])]/u,
  },
  { is: 'weather', pattern: /wh?\s*[/·]\s*(?:m[2²]|㎡)|[[( ](mm|hpa|mbar|km\/h|m\/s|lux|ppm)[\])]?/iu },
  {
    is: 'money',
    pattern: new RegExp(`[€$£¥₩원]|(?<![\\p{L}])(${CURRENCIES})(?![\\p{L}])|[[(]\\s*p\\s*[\\])]`, 'iu'),
  },
] as const;
export type OtherUnit = (typeof OTHER_UNITS)[number]['is'];

/**
 * A unit that stands alone in its cell is read as one in brackets: `V`, `A`.
 * @returns which quantity it measures, where it is none of energy or power
 */
export function otherUnitOf(cell: string): OtherUnit | 'rate' | undefined {
  return unitOf(cell) === undefined ? otherUnitIn(`(${cell.trim().replace(/^[[(]|[\])]$/g, '')})`) : undefined;
}

/**
 * @returns which quantity the unit in a name measures, where it is none of energy or power; `rate` for what is per kWh
 */
export function otherUnitIn(name: string): OtherUnit | 'rate' | undefined {
  if (isRate(name)) return 'rate';
  return OTHER_UNITS.find(({ pattern }) => pattern.test(name))?.is;
}

/** Spellings that most files use, for SQL: lower case. */
export const COMMON_UNIT_TEXTS: readonly (readonly [string, Unit])[] = [
  ['kwh', 'kWh'],
  ['wh', 'Wh'],
  ['mwh', 'MWh'],
  ['kw', 'kW'],
  ['w', 'W'],
  ['mw', 'MW'],
];

/** All spellings, lower case, without spaces, hyphens and underscores. */
export const UNIT_TEXTS: readonly (readonly [string, Unit])[] = (['', 'k', 'M', 'G'] as const).flatMap((letter) => {
  const word = { '': '', k: 'kilo', M: 'mega', G: 'giga' }[letter];
  const watts = [`${letter.toLowerCase()}w`, `${word}watt`, `${word}watts`];
  const hours = ['h', 'hr', 'hrs', 'hs', 'hour', 'hours'];
  return watts.flatMap((watt): (readonly [string, Unit])[] => [
    [watt, `${letter}W`],
    ...hours.map((hour): readonly [string, Unit] => [`${watt}${hour}`, `${letter}Wh`]),
  ]);
});

/** Spellings in which capital letters count. */
export const EXACT_UNIT_TEXTS: readonly (readonly [string, Unit])[] = [
  ['mWh', 'mWh'],
  ['mW', 'mW'],
  ['J', 'J'],
  ['Ws', 'J'],
  ['kWs', 'kJ'],
  ['kJ', 'kJ'],
  ['MJ', 'MJ'],
  ['GJ', 'GJ'],
  ['万kWh', '万kWh'],
  ['万kW', '万kW'],
];
