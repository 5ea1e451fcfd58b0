/** How a reading came about, as cells of a column of quality say it. */
import { QUALITIES } from '../../../../shared/energy/flows.ts';
import { INVALID_WORDS } from '../../reject-codes.ts';
import { folded, tokensOf } from '../../vocabulary/tokens.ts';

export type Quality = (typeof QUALITIES)[number];

/** Whole cells, and words in them; folded as names are. */
const WORDS: Readonly<Record<Quality, string>> = {
  measured:
    'val, valid, valide, a, act, actual, r, real, reale, reelle, measured, gemessen, malt, matt, mitattu, ok, good, ' +
    'read, uitgelezen, gelezen, l1, m, brut, raw, verified, w, wahr, wahre, wahrer, echt, ' +
    'ausgelesen, namerena, zmereno, ablesung, gemeten, misurato, ' +
    'medido, zmierzona, odecet, izmerjena, mt, gultig, plausibel, active, complete, completed, posted, final',
  calculated:
    'calculated, computed, c, berechnet, errechnet, corrige, corrigee, corrected, berekend, calculado, l2, ' +
    'beregnet, beraknad, laskettu, k',
  estimated:
    'est, e, estimated, estimate, geschatzt, rechnerisch, estimada, estimado, stimato, stimata, estimee, estime, ' +
    'geschat, anslaet, uppskattad, arvioitu, szacowana, odhad, l3, forecast, ersatzwertbildung, ' +
    'vorlaufig, provisional, preliminary, prelim, interim, initial, preliminar, provisoire, provvisorio, voorlopig',
  substituted: 's, f, sub, substitute, substituted, ersatzwert, vervangen, subst, sustituida, n1, geist, ersatz, v',
  unknown: `n, null, unknown, missing, none, unbekannt, fehlt, onbekend, ${INVALID_WORDS.join(', ')}`,
};
/** Flags of a column whose heading asks whether a reading is estimated, or whether it is not. */
const YES = new Set(['yes', 'y', 'ja', 'j', 'oui', 'o', 'si', 's', 'sim', 'true', '1', 'x']);
const NO = new Set(['no', 'n', 'nein', 'non', 'nao', 'nee', 'false', '0']);
const ASKS_FOR_ESTIMATES =
  /(estim|estm|stimat|geschätzt|geschaetzt|schätz|geschat|ersatz|uppskatt|odhad|szac|arvio|substitut|provisional)/i;

const LOOKUP = new Map<string, Quality>(
  QUALITIES.flatMap((quality) =>
    WORDS[quality].split(',').map((word): [string, Quality] => [folded(word.trim()), quality]),
  ),
);

/**
 * @param heading of the column
 * @returns takes a cell for a quality; undefined for one that says nothing of it
 */
export function qualityReader(heading: string): (cell: string) => Quality | undefined {
  const asks = ASKS_FOR_ESTIMATES.test(heading);
  return (cell) => {
    const whole = folded(cell.trim());
    if (asks && YES.has(whole)) return 'estimated';
    if (asks && NO.has(whole)) return 'measured';
    const known = LOOKUP.get(whole);
    if (known) return known;
    const words = tokensOf(cell).filter((token) => token.length > 2);
    return words.map((word) => LOOKUP.get(word)).find((quality) => quality !== undefined);
  };
}

/** Whether a cell is a letter or a digit or two, which may say anything where no heading says that it is a quality. */
export function isShortCode(cell: string): boolean {
  return /^\s*\p{L}?\d{0,2}\s*$/u.test(cell);
}
