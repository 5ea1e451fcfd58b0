/**
 * Codes of registers: OBIS, the signs of quadrants, the suffixes of the Australian market, the letters of French and
 * Spanish curves.
 */

import { conceptsOfToken } from '../../vocabulary/vocabulary.ts';

export type CodeMeaning =
  | 'import'
  | 'export'
  | 'net'
  | 'reactive'
  | 'apparent'
  | 'voltage'
  | 'current'
  | 'factor'
  | 'frequency'
  | 'limit'
  | 'both_ways';

export interface Code {
  readonly means: CodeMeaning;
  readonly text: string;
  /** Where the code says so: a stand of a register, the energy of an interval, or power. */
  readonly holds?: 'register' | 'energy' | 'power';
  readonly phase?: 'L1' | 'L2' | 'L3';
}

/** `1-0:1.8.0*255`, `1.8.0`, `1-1:2.29.0`, `1.8`. */
const OBIS = /(?<![\d.])(?:\d{1,3}-\d{1,3}:)?(\d{1,2})\.(\d{1,2})(?:\.(\d{1,3}))?(?:\*\d{1,3})?(?![\d.,])/;
/** `A+`, `-P`, `Ea+`, `Er -`: the letter says active or reactive, the sign into the site or out of it. */
const SIGNED =
  /(?<![\p{L}\p{N}])(?:(?:W|E(?=[APQR]))?([APQRE])([+-]|\s[+-](?!\s+\p{L}))|([+-])\s?E?([APQRE]))(?![\p{L}\p{N}+-])/iu;
const QUADRANT = /(?<![\p{L}\p{N}])R[1-4](?![\p{L}\p{N}])/u;
/** The two quadrants of each direction: `A14 Active energy`. A name may be that of a room. */
const QUADRANTS = /(?<![\p{L}\p{N}])A(14|23)(?![\p{L}\p{N}])/u;
const ACTIVE = /^(?:a[ck]tiv\p{L}*|energ\p{L}*)$/u;
const PHASES = { 2: 'L1', 4: 'L2', 6: 'L3' } as const;

/**
 * Which quantity the second group of an OBIS code is: a stand, the energy or the mean power of an interval, a maximum.
 */
function obisHolds(d: number): 'register' | 'energy' | 'power' | 'limit' | undefined {
  switch (d) {
    case 8:
    case 9:
      return 'register';
    case 29:
      return 'energy';
    case 4:
    case 5:
    case 7:
    case 27:
      return 'power';
    case 2:
    case 3:
    case 6:
      return 'limit';
    default:
      return undefined;
  }
}

function obisMeaning(c: number): { means: CodeMeaning; phase?: 'L1' | 'L2' | 'L3' } | undefined {
  if (c > 20 && c < 80) {
    const tens = c < 40 ? 2 : c < 60 ? 4 : 6;
    const own = obisMeaning(c - tens * 10);
    return own && { ...own, phase: PHASES[tens] };
  }
  if (c === 1) return { means: 'import' };
  if (c === 2) return { means: 'export' };
  if (c >= 3 && c <= 8) return { means: 'reactive' };
  if (c === 9 || c === 10) return { means: 'apparent' };
  if (c === 11) return { means: 'current' };
  if (c === 12) return { means: 'voltage' };
  if (c === 13) return { means: 'factor' };
  if (c === 14) return { means: 'frequency' };
  if (c === 16) return { means: 'net' };
  return undefined;
}

/** `1.0.1.8.0.255`: all six groups with dots between them. */
const OBIS_OF_DOTS = /(?<![\d.])\d\.\d{1,3}\.(\d{1,2})\.(\d{1,2})\.(\d{1,3})\.255(?![\d.])/;

function obisCode(text: string): Code | undefined {
  const found = OBIS_OF_DOTS.exec(text) ?? OBIS.exec(text);
  if (!found) return undefined;
  const holds = obisHolds(Number(found[2]));
  // Two groups alone are a number with a decimal sign, unless they are among the four that meters write.
  if (found[3] === undefined && !/^[12]\.(8|29)$/.test(`${found[1]}.${found[2]}`)) return undefined;
  const meaning = obisMeaning(Number(found[1]));
  if (!meaning || !holds) return undefined;
  const code = { text: found[0], ...(meaning.phase ? { phase: meaning.phase } : {}) };
  return holds === 'limit' ? { ...code, means: 'limit' } : { ...code, means: meaning.means, holds };
}

function signedCode(text: string): Code | undefined {
  const found = SIGNED.exec(text);
  if (!found) return undefined;
  const letter = (found[1] ?? found[4] ?? '').toUpperCase();
  const sign = (found[2] ?? found[3] ?? '').trim();
  const means = letter === 'Q' || letter === 'R' ? 'reactive' : sign === '+' ? 'import' : 'export';
  return { means, text: found[0].trim() };
}

/** Suffixes of the registers of an Australian meter: E is delivered, B is taken, Q and K are reactive. */
const SUFFIX = /^\s*(?:\d+#)?([EBQK])\d?\s*$/i;

/** Quantities of British half-hourly data: active and reactive, import and export. */
const BRITISH = new Map<string, CodeMeaning>([
  ['ai', 'import'],
  ['ri', 'reactive'],
  ['re', 'reactive'],
]);

/** @param text a cell that says a direction: as a name, B1 may be a building */
export function suffixCode(text: string): CodeMeaning | undefined {
  const british = BRITISH.get(text.trim().toLowerCase());
  if (british) return british;
  const letter = SUFFIX.exec(text)?.[1]?.toUpperCase();
  if (letter === undefined) return undefined;
  return letter === 'E' ? 'import' : letter === 'B' ? 'export' : 'reactive';
}

/** Letters of French and Spanish load curves. */
const CURVE = new Map<string, CodeMeaning>([
  ['eas', 'import'],
  ['eai', 'export'],
]);

/** `VERBR_KWH_181`, `obis_281`: an OBIS code without its points, behind a word that says so. */
const SHORT_OBIS = /^([12])8([0-4])$/;
const BEFORE_SHORT_OBIS: ReadonlySet<string> = new Set([
  ...['obis', 'verbr', 'gelvr', 'gelev', 'kwh', 'stand', 'meterstand', 'register', 'reg', 'zahlerstand'],
  ...['verbruik', 'afname', 'levering', 'teruglevering', 'bezug', 'lieferung'],
]);

function shortObisCode(tokens: readonly string[]): Code | undefined {
  if (!tokens.some((token) => BEFORE_SHORT_OBIS.has(token))) return undefined;
  for (const token of tokens) {
    const found = SHORT_OBIS.exec(token);
    if (found) return { means: found[1] === '1' ? 'import' : 'export', text: token, holds: 'register' };
  }
  return undefined;
}

/** `kWh del`, `kwh_rec (kWh)`, `kWh del int`: delivered and received, as loggers of power meters shorten them. */
const DELIVERED = /^(?:[kmg]?wh)?[\s_-]*(del|rec)(?:[\s_-]+int)?[\s_-]*(?:[[(]\s*[\])])?\s*$/i;

/** `tPI`, `data.tQO`: totals of active and reactive energy in and out, as readers of Nordic meters send them. */
const TOTALS = /(?:^|[^\p{L}\p{N}])t([PQ])([IO])$/u;

/** `kWh del-rec`, `Into + Out of the Load`: both registers of a meter in one, as their difference or their sum. */
const BOTH_REGISTERS =
  /(?<!\p{L})(?:del|in|into|import(?:ed)?|delivered)\s*([-–−+])\s*(?:rec|out|export(?:ed)?|received)(?!\p{L})/iu;

/** `uPv1`, `Vac2`, `i_dc`: the letter of a quantity and the side of an inverter, as its makers write them. */
const SIDE = /^\s*([UVI])[\s_-]?(?:PV|AC|DC)[\s_-]?\d{0,2}[\s_-]*(?:[[(]\s*[\])])?\s*$/i;

/** @param tokens the words of the text, without its unit */
export function codeIn(text: string, tokens: readonly string[]): Code | undefined {
  const found = obisCode(text) ?? signedCode(text) ?? shortObisCode(tokens);
  if (found) return found;
  const delivered = DELIVERED.exec(text.trim())?.[1];
  if (delivered) return { means: delivered.toLowerCase() === 'del' ? 'import' : 'export', text: delivered };
  const total = TOTALS.exec(text.trim());
  if (total) return { means: meaningOfTotal(total[1], total[2]), text: text.trim(), holds: 'register' };
  const both = BOTH_REGISTERS.exec(text);
  if (both && !tokens.some((token) => conceptsOfToken(token).includes('battery')))
    return { means: both[1] === '+' ? 'both_ways' : 'net', text: both[0] };
  const side = SIDE.exec(text)?.[1];
  if (side) return { means: side.toUpperCase() === 'I' ? 'current' : 'voltage', text: text.trim() };
  const pair = tokens.some((token) => ACTIVE.test(token)) ? QUADRANTS.exec(text) : null;
  if (pair) return { means: pair[1] === '14' ? 'import' : 'export', text: pair[0] };
  const [first = ''] = tokens;
  const means = CURVE.get(first);
  if (means) return { means, text: first.toUpperCase() };
  const quadrant = QUADRANT.exec(text);
  return quadrant && tokens.length <= 3 ? { means: 'reactive', text: quadrant[0] } : undefined;
}

function meaningOfTotal(quantity: string | undefined, way: string | undefined): CodeMeaning {
  return quantity === 'Q' ? 'reactive' : way === 'I' ? 'import' : 'export';
}
