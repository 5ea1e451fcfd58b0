/** Kinds of power stations, and names of a grid or a market: a file that has them is of a region. */
import { tokensOf } from '../../vocabulary/tokens.ts';
import { meaningOf } from './meaning.ts';

const REGIONS = new Set(
  [
    'region, regionid, country, interconnector, totaldemand, netinterchange, settlementdate',
    'land, pays, pais, paese, perimetre, regelzone, gebotszone',
  ].flatMap(tokensOf),
);

interface Kind {
  /** `*風力*` is in 風力発電実績: Japanese writes no spaces. */
  readonly words: string;
  /** Whether a home or a plant of a home's size may have one: it tells of no region. */
  readonly atHome?: true;
}

/** The first three are of no home and no works. */
const KINDS: readonly Kind[] = [
  { words: 'nuclear, nuclearkraft, kernenergie, nucleaire, nucleare, kernkraft, kernkraftwerke, atom, *原子力*' },
  { words: 'coal, steinkohle, charbon, carbon, carbone, lignite, braunkohle, *石炭*' },
  { words: 'ccgt, ocgt, fossil, gasturbine, fioul, fuel oil, *火力*' },
  {
    words:
      'hydro, wasserkraft, water power, hydraulique, hidraulica, idroelettrico, pumped, pumpspeicher, pompage, ' +
      '*水力*, *揚水*',
  },
  { words: 'ver, variable energy resources, intermittent' },
  { words: 'biomass, biomasse, biomasa, bioenergies, biogas, *バイオマス*' },
  { words: 'wind, eolien, eolica, windkraft, offshore, onshore, *風力*' },
  { words: 'geothermal, geothermie, *地熱*', atHome: true },
  { words: 'chp, bhkw', atHome: true },
  { words: 'turbine', atHome: true },
  { words: 'oil, petroleum', atHome: true },
];
interface Phrase {
  readonly tokens: readonly string[];
  readonly within: boolean;
}

const STATIONS = KINDS.map(({ words, atHome = false }) => ({ phrases: words.split(', ').map(phraseOf), atHome }));
/** One alone may be somebody's name for something. */
const STATIONS_NEEDED = 2;

function phraseOf(word: string): Phrase {
  return { tokens: tokensOf(word), within: word.startsWith('*') };
}

function holds(tokens: readonly string[], { tokens: phrase, within }: Phrase): boolean {
  if (within) return tokens.some((token) => token.includes(phrase.join('')));
  return tokens.some((_, at) => phrase.every((word, next) => tokens[at + next] === word));
}

/** @returns the word for a kind of station in a name; undefined where there is none */
export function stationIn(name: string): string | undefined {
  const tokens = tokensOf(name);
  for (const { phrases } of STATIONS) {
    const found = phrases.find((phrase) => holds(tokens, phrase));
    if (found) return found.tokens.join(' ');
  }
  return undefined;
}

const OF_REGIONS = STATIONS.slice(0, 3).flatMap(({ phrases }) => phrases);

/** @returns whether a name is of a kind of station that no home and no works has: atoms, coal, large gas turbines */
export function isOfRegionsOnly(name: string): boolean {
  return OF_REGIONS.some((phrase) => holds(tokensOf(name), phrase));
}

function namesStations(names: readonly string[]): boolean {
  const tokens = names.map(tokensOf);
  const kinds = STATIONS.filter(
    ({ phrases, atHome }) => !atHome && phrases.some((phrase) => tokens.some((own) => holds(own, phrase))),
  );
  return kinds.length >= STATIONS_NEEDED;
}

/** What nobody's home or building has. */
const REGIONAL_PHRASES = ['market demand', 'system demand', 'system load', 'national demand', 'balancing area'].map(
  phraseOf,
);

/** @param names headings of the file's columns: those of a region count in megawatts */
export function namesRegion(names: readonly string[]): boolean {
  const tokens = names.flatMap(tokensOf);
  return (
    namesStations(names) ||
    names.some((name) => REGIONAL_PHRASES.some((phrase) => holds(tokensOf(name), phrase))) ||
    (tokens.some((token) => REGIONS.has(token)) && !tokens.some((token) => AT_A_CAR.has(token)))
  );
}

/** A car is charged in some country, and counts in kilowatt-hours. */
const AT_A_CAR: ReadonlySet<string> = new Set(['evse', 'connector', 'session', 'vehicle', 'charging']);

/** What is left beside the kinds that are named: `Sonstige Erneuerbare`, `Other`. */
const OTHERS = new Set(
  [
    'other, others, sonstige, sonstiges, autre, autres, otras, otros, altre, altri, renewable, renewables',
    'erneuerbare, renouvelables, renovables, rinnovabili, conventional, konventionelle',
    'thermal, termica, waste, abfall, その他',
  ].flatMap(tokensOf),
);

/**
 * The names that are kinds of production where several kinds of stations stand beside one another: gas and the sun
 * make electricity there as well.
 */
export function stationsAmong(names: readonly string[]): ReadonlySet<string> {
  if (!namesStations(names)) return new Set();
  return new Set(
    names.filter((name) => {
      const { concepts } = meaningOf(name);
      if (concepts.has('consumption') || concepts.has('import') || concepts.has('export')) return false;
      const kind = concepts.has('gas') || concepts.has('solar') || stationIn(name) !== undefined;
      return kind || tokensOf(name).some((token) => OTHERS.has(token));
    }),
  );
}
