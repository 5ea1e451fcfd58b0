/** How a reading came about, as cells of a column of quality say it. */
import { QUALITIES } from '../../../../shared/energy/flows.ts';
import { folded, tokensOf } from './tokens.ts';

export type Quality = (typeof QUALITIES)[number];

/** Whole cells, and words in them; folded as names are. */
const WORDS: Readonly<Record<Quality, string>> = {
  measured:
    'val, valid, valide, a, act, actual, r, real, reale, reelle, measured, gemessen, malt, matt, mitattu, ok, good, ' +
    'read, uitgelezen, gelezen, l1, m, brut, raw, verified, w, wahr, namerena, zmereno, ablesung, gemeten, misurato, ' +
    'medido, zmierzona, odecet, izmerjena, mt',
  calculated:
    'calculated, computed, c, berechnet, errechnet, corrige, corrigee, corrected, berekend, calculado, l2, ' +
    'beregnet, beraknad, laskettu, k',
  estimated:
    'est, e, estimated, estimate, geschatzt, rechnerisch, estimada, estimado, stimato, stimata, estimee, estime, ' +
    'geschat, anslaet, uppskattad, arvioitu, szacowana, odhad, l3, y, yes, true, forecast, ersatzwertbildung',
  substituted:
    's, f, sub, substituted, final substitute, ersatzwert, vervangen, subst, sustituida, n1, geist, ersatz, v',
  unknown: 'n, null, unknown, missing, bad, invalid, none, unbekannt, fehlt, onbekend, no data',
};
/** Flags of a yes-or-no column of estimates: no is measured. */
const NOT_ESTIMATED = new Set(['no', 'nein', 'non', 'false', '0']);

const LOOKUP = new Map<string, Quality>(
  QUALITIES.flatMap((quality) =>
    WORDS[quality].split(',').map((word): [string, Quality] => [folded(word.trim()), quality]),
  ),
);

/** @returns undefined for a cell that says nothing of its quality */
export function qualityOf(text: string): Quality | undefined {
  const whole = folded(text.trim());
  if (NOT_ESTIMATED.has(whole)) return 'measured';
  const known = LOOKUP.get(whole);
  if (known) return known;
  const words = tokensOf(text).filter((token) => token.length > 2);
  return words.map((word) => LOOKUP.get(word)).find((quality) => quality !== undefined);
}
