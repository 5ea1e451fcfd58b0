/** Names of streets and companies that hold a word of a flow: `Solarstrasse 5`, `Battery Street 12`, `Grid Ltd`. */
import { FLOW_WORDS } from '../../vocabulary/flow-words.ts';
import { tokensOf } from '../../vocabulary/tokens.ts';
import { conceptsOfToken } from '../../vocabulary/vocabulary.ts';

const set = (text: string): ReadonlySet<string> => new Set(tokensOf(text));
/** Words of streets behind their name, and before it. */
const BEHIND = set('street st road rd lane avenue ave drive');
const BEFORE = set('rue boulevard via piazza calle plaza rua place');
const STREET = /^\p{L}{3,}(?:strasse|str|weg|allee|platz|gasse|ufer|straat|gatan|veien)$/u;
const NUMBER = /^\d{1,4}[a-z]?$/;
const UNIT = /^[km]?wh?$/;
const COMPANIES = set('ltd limited llc inc plc corp');
/** In languages in which a direction stands before the name of a company. */
const OTHER_COMPANIES = set('gmbh ag kg ug ohg sarl sas srl spa bv nv oy ab lda');

/** @returns whether the words of a text are those of a street or a company, and none beside them says a flow */
export function isProperName(text: string): boolean {
  const tokens = tokensOf(text.toLowerCase().replace(/[[(][^\])]*[\])]?/g, ' ')).filter((token) => !UNIT.test(token));
  const [first = '', last = ''] = [tokens[0], tokens.at(-1)];
  if (COMPANIES.has(last) && tokens.length > 1) return true;
  if (OTHER_COMPANIES.has(last) && tokens.length > 2) return !saysFlow(first);
  const streets = tokens.flatMap((token, at) => placesOf(token, at, tokens));
  return streets.length > 0 && tokens.every((token, at) => streets.includes(at) || !saysFlow(token));
}

/** Which of the tokens are of a street that one of them names. */
function placesOf(token: string, at: number, tokens: readonly string[]): number[] {
  if (STREET.test(token)) return [at];
  if (!tokens.some((each) => NUMBER.test(each))) return [];
  if (BEHIND.has(token) && at > 0) return [at, at - 1];
  return BEFORE.has(token) ? tokens.map((_, place) => place).slice(at) : [];
}

function saysFlow(token: string): boolean {
  return conceptsOfToken(token).some(
    (each) => Object.hasOwn(FLOW_WORDS, each) || each === 'grid' || each === 'solar' || each === 'battery',
  );
}
