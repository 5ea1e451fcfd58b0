/** Who gave energy to whom: `Energy delivered to customer`, `received by utility`, `Ins Netz abgegebene Energie`. */
import { tokensOf } from '../../vocabulary/tokens.ts';
import { WAY_WORDS, type WayWords } from '../../vocabulary/way-words.ts';

type Word = keyof WayWords;
type Lists = Readonly<Record<Word, ReadonlySet<string>>>;

const setOf = (list: string) => new Set(list.split(',').flatMap((word) => tokensOf(word)));
const LANGUAGES: readonly Lists[] = Object.values(WAY_WORDS).map((words) => ({
  given: setOf(words.given),
  taken: setOf(words.taken),
  from: setOf(words.from),
  to: setOf(words.to),
  by: setOf(words.by),
  articles: setOf(words.articles),
  utility: setOf(words.utility),
  customer: setOf(words.customer),
}));
const BRACKETED = /[[(][^\])]*[\])]?/g;

export type Way = 'import' | 'export';

/** @returns undefined where no sentence of one language says both what was done and with whom */
export function wayOfSentence(text: string): Way | undefined {
  const tokens = tokensOf(text.replace(BRACKETED, ' '));
  for (const words of LANGUAGES) {
    const way = wayIn(tokens, words);
    if (way) return way;
  }
  return undefined;
}

function wayIn(tokens: readonly string[], words: Lists): Way | undefined {
  for (const [at, token] of tokens.entries()) {
    const party = words.utility.has(token) ? 'utility' : words.customer.has(token) ? 'customer' : undefined;
    const towards = party && prepositionBefore(tokens, at, words);
    if (!party || !towards) continue;
    const given = tokens.some((each) => words.given.has(each));
    const taken = tokens.some((each) => words.taken.has(each));
    // `From customer` says as much without a verb; what comes from the grid may go to a battery.
    if (given === taken && (given || party === 'utility')) continue;
    return outwards(party, towards, taken) ? 'export' : 'import';
  }
  return undefined;
}

function prepositionBefore(tokens: readonly string[], at: number, words: Lists): 'from' | 'to' | 'by' | undefined {
  for (let before = at - 1; before >= Math.max(0, at - 3); before -= 1) {
    const token = tokens[before] ?? '';
    if (words.from.has(token)) return 'from';
    if (words.to.has(token)) return 'to';
    if (words.by.has(token)) return 'by';
    if (!words.articles.has(token)) return undefined;
  }
  return undefined;
}

/** Whether the energy leaves the site. `Prise au réseau` is taken from it, whatever the preposition. */
function outwards(party: 'utility' | 'customer', towards: 'from' | 'to' | 'by', taken: boolean): boolean {
  const utility = party === 'utility';
  if (towards === 'by') return taken === utility;
  if (taken) return !utility;
  return utility === (towards === 'to');
}
