/** Units that are written with what their values are counted in: `Tsd. kWh`, `10³ kWh`, `in 100 kWh`, `(0.1 kWh)`. */

const UNIT = String.raw`\s*(kilo|mega|[kMG])?(?=W(?:att|[\s_.·*-]*h|(?!\p{L})))`;
/** Where a number is what the values are counted in, and none of a name: `Meter 10 kWh`. */
const COUNTED = String.raw`(?<=[[(]\s*|(?<!\p{L})in\s)`;
const tenTo = (exponent: string, raised: string) =>
  String.raw`(?<![\d.,])10\s?(?:${raised}|(?:\^|\*\*)\s?[({]?${exponent}[)}]?)`;

const THOUSANDS = [
  {
    up: 2,
    words:
      'mio|mill|millionen|millions?(?: of| de)?|millones de|milhoes de|milhões de|milioni di|млн|mln|miljoen|' +
      'miljoner|miljoonaa?',
    numbers: "1[.,' ]?000[.,' ]?000",
    power: tenTo('6', '⁶'),
  },
  {
    up: 1,
    words:
      'tsd|tausend|thousands?(?: of)?|miles de|milhares de|milliers de|migliaia di|mii de|тыс|тис|хил|tys|tis|' +
      'duizend|tusinde?|tusen|tuhatta?|ezer',
    numbers: "1[.,' ]?000",
    power: tenTo('3', '³'),
  },
  { up: -1, words: 'tausendstel', numbers: '0[.,]001', power: tenTo('-3', '⁻³') },
].map(({ up, words, numbers, power }) => ({
  up,
  pattern: new RegExp(String.raw`(?:(?<!\p{L})(?:${words})\.?|${power}|${COUNTED}${numbers})${UNIT}`, 'giu'),
}));

const PREFIXES = ['', 'k', 'M', 'G'];
const prefixOf = (text: string): string => {
  const letter = text.slice(0, 1).toLowerCase();
  return letter === 'k' ? letter : letter.toUpperCase();
};

/** @returns the text with thousands and millions of a unit as the unit that they are: `Tsd. kWh` is MWh */
export function inPlainUnits(text: string): string {
  return THOUSANDS.reduce(
    (written, { up, pattern }) =>
      written.replace(pattern, (found: string, own = '') => PREFIXES[PREFIXES.indexOf(prefixOf(own)) + up] ?? found),
    // `10kWh`
    text.replace(/(?<=\d)(?=[kM]Wh?(?!\p{L}))/gu, ' '),
  );
}

/** Tens and tenths of a unit of energy, tenths of one of power: so many kilowatts are what something is built for. */
const OTHER = new RegExp(`${COUNTED}(?:(10|100)${UNIT.replace('|(?!\\p{L})', '')}|(0[.,]0?1)${UNIT})`, 'iu');
const CAPACITY = /batt|akku|speicher|storage|accu|bater|tesla|powerwall/iu;

/** @returns what a name says that its values are counted in, where no unit is that: `in 100 kWh`; else 1 */
export function scaleIn(text: string): number {
  const [, tens, , tenths] = CAPACITY.test(text) ? [] : (OTHER.exec(text) ?? []);
  return Number((tens ?? tenths ?? '1').replace(',', '.'));
}

const POWERS = String.raw`(10{1,4}|0[.,]0{0,2}1)(?![\d.,%])`;
const TIMES = new RegExp(
  String.raw`(?<!\p{L})[kMG]?Wh?\s*[)\]]?\s*[([]?\s*[x×*]\s*${POWERS}|[x×*]\s*${POWERS}\s*[kMG]?Wh?(?!\p{L})`,
  'iu',
);

/** @returns a number beside a unit and a sign of multiplication, `kWh x 10`, which is not said to be in the values */
export function timesIn(text: string): number | undefined {
  const [, behind, before] = TIMES.exec(text) ?? [];
  const found = behind ?? before;
  return found === undefined ? undefined : Number(found.replace(',', '.'));
}
