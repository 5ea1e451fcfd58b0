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
  readonly words: string;
  /** Whether a home or a plant of a home's size may have one: it tells of no region. */
  readonly atHome?: true;
}

const KINDS: readonly Kind[] = [
  { words: 'nuclear, nuclearkraft, kernenergie, nucleaire, nucleare, kernkraft, atom' },
  { words: 'coal, steinkohle, charbon, carbon, carbone, lignite, braunkohle' },
  { words: 'ccgt, ocgt, fossil, gasturbine, fioul, fuel oil' },
  { words: 'hydro, wasserkraft, water power, hydraulique, hidraulica, idroelettrico, pumped, pumpspeicher, pompage' },
  { words: 'ver, variable energy resources, intermittent' },
  { words: 'biomass, biomasse, biomasa, bioenergies, biogas' },
  { words: 'wind, eolien, eolica, windkraft, offshore, onshore' },
  { words: 'geothermal, geothermie', atHome: true },
  { words: 'chp, bhkw', atHome: true },
  { words: 'turbine', atHome: true },
  { words: 'oil, petroleum', atHome: true },
];
const STATIONS = KINDS.map(({ words, atHome = false }) => ({
  phrases: words.split(', ').map(tokensOf),
  atHome,
}));
/** One alone may be somebody's name for something. */
const STATIONS_NEEDED = 2;

function holds(tokens: readonly string[], phrase: readonly string[]): boolean {
  return tokens.some((_, at) => phrase.every((word, next) => tokens[at + next] === word));
}

/** @returns the word for a kind of station in a name; undefined where there is none */
export function stationIn(name: string): string | undefined {
  const tokens = tokensOf(name);
  for (const { phrases } of STATIONS) {
    const found = phrases.find((phrase) => holds(tokens, phrase));
    if (found) return found.join(' ');
  }
  return undefined;
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
  tokensOf,
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
    'thermal, termica, waste, abfall',
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
