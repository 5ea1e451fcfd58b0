/** A piece of a pattern: one literal character, any one character, or any run of characters. */
export type Piece = { literal: string } | 'one' | 'run';

/**
 * Matches a wildcard pattern in time proportional to text × pattern: a regular expression made from a hostile
 * pattern could run for ever.
 */
export function wildcard(pieces: readonly Piece[]): (text: string) => boolean {
  return (text) => {
    const letters = [...text];
    let at = 0;
    let piece = 0;
    let lastRun = -1;
    let resume = 0;
    while (at < letters.length) {
      const next = pieces[piece];
      if (next === 'run') {
        lastRun = piece++;
        resume = at;
      } else if (next === 'one' || (next !== undefined && next.literal === letters[at])) {
        piece++;
        at++;
      } else if (lastRun >= 0) {
        piece = lastRun + 1;
        at = ++resume;
      } else return false;
    }
    while (pieces[piece] === 'run') piece++;
    return piece === pieces.length;
  };
}

/** SQL's LIKE: `%` is any run, `_` any one character. */
export function likePattern(pattern: string): (text: string) => boolean {
  return wildcard([...pattern].map((sign) => (sign === '%' ? 'run' : sign === '_' ? 'one' : { literal: sign })));
}

/**
 * The part of regular expressions that names of tables need: `*` and `.*` are any run, `.` any one character, and `|`
 * stands between alternatives.
 */
export function namePattern(pattern: string): (text: string) => boolean {
  const alternatives = pattern.split('|').map((each) => {
    const pieces = each.match(/\.\*|[\s\S]/gu) ?? [];
    return wildcard(
      pieces.map((sign) => (sign === '.*' || sign === '*' ? 'run' : sign === '.' ? 'one' : { literal: sign })),
    );
  });
  return (text) => alternatives.some((matches) => matches(text));
}
