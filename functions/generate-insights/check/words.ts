/** Numbers that a text writes as words. */

const SMALL = [
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const VALUES = new Map<string, number>([
  ...SMALL.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, index): [string, number] => [word, (index + 2) * 10]),
  ['dozen', 12],
]);

/** "one" is left out: more often than a number it is a pronoun. */
const NUMBER_WORD =
  `(?:(?:${TENS.join('|')})(?:[ ` + `-](?:${SMALL.slice(1, 10).join('|')}))?|${SMALL.slice(2).join('|')}|a dozen)`;

/** @returns the number words of a text with their places */
export function numberWords(text: string): { start: number; end: number; value: number }[] {
  return [...text.matchAll(new RegExp(`\\b${NUMBER_WORD}\\b`, 'gi'))].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    value: worth(found[0]),
  }));
}

function worth(words: string): number {
  return words
    .toLowerCase()
    .split(/[ -]/)
    .reduce((sum, word) => sum + (VALUES.get(word) ?? 0), 0);
}

const DENOMINATORS = { half: 2, third: 3, quarter: 4, fifth: 5, sixth: 6, eighth: 8, tenth: 10 } as const;
const HALVES =
  '(?<half>half)(?= (?:of|as|the|its|that|this|what|all|their|more|less)\\b)(?! ' +
  '(?:of )?(?:an|the) (?:hour|year|week|day|month|time)\\b)';
const PARTS =
  '\\b(?<numerator>a|an|one|two|three|four|nine)[ ' +
  '-](?<denominator>half|third|quarter|fifth|sixth|eighth|tenth)s?\\b(?! (?:of an|past|to|party|load)\\b)(?! hour)';
const MULTIPLES =
  '\\b(?<multiple>twice|doubles?|doubled|twofold|threefold|triples?|tripled)\\b(?! ' +
  '(?:a|per|each|every|daily|check|glazing|glazed|tariff)\\b)(?!-)';
const OUT_OF = `\\b(?<some>${NUMBER_WORD}|one) (?:out of|in) (?:every )?(?<all>${NUMBER_WORD})\\b`;
const FRACTION = new RegExp(`${OUT_OF}|${PARTS}|\\b${HALVES}|${MULTIPLES}`, 'gi');
const NUMERATORS = new Map(Object.entries({ a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, nine: 9 }));

/** "a third", "three quarters", "half of", "nine out of ten", "twice" with their places. */
export function fractionWords(text: string): { start: number; end: number; value: number; kind: 'part' | 'ratio' }[] {
  return [...text.matchAll(FRACTION)].map((found) => {
    const place = { start: found.index, end: found.index + found[0].length };
    const { some, all, numerator, denominator, multiple } = found.groups ?? {};
    if (some !== undefined && all !== undefined) return { ...place, value: worth(some) / worth(all), kind: 'part' };
    if (multiple !== undefined) return { ...place, value: /^t(?:hree|rip)/i.test(multiple) ? 3 : 2, kind: 'ratio' };
    const below =
      Object.entries(DENOMINATORS).find(([name]) => name === (denominator ?? 'half').toLowerCase())?.[1] ?? 2;
    return { ...place, value: (NUMERATORS.get((numerator ?? 'a').toLowerCase()) ?? 1) / below, kind: 'part' };
  });
}
