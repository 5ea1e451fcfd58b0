/** Names of a grid, a market or its power stations: a file that has them is of a region, which counts in megawatts. */
import { tokensOf } from '../../vocabulary/tokens.ts';

const REGIONS = new Set(
  [
    'region, regionid, country, interconnector, totaldemand, netinterchange, settlementdate',
    'land, pays, pais, paese, perimetre, regelzone, gebotszone',
  ].flatMap((list) => list.split(', ')),
);

/** Sources that no home has; one alone may be somebody's name for something. */
const STATIONS = [
  'nuclear, nuclearkraft, kernenergie, nucleaire, nucleare, kernkraft, atom',
  'coal, steinkohle, charbon, carbon, carbone, lignite, braunkohle, hard coal',
  'ccgt, ocgt, fossil, gasturbine, fioul, fuel oil',
  'hydro, wasserkraft, hydraulique, hidraulica, idroelettrico, pumped, pompage',
  'biomass, biomasse, biomasa, bioenergies',
  'wind, eolien, eolica, windkraft, offshore, onshore',
].map((list) => new Set(list.split(', ')));
const STATIONS_NEEDED = 2;

/** @param names headings of the file's columns */
export function namesRegion(names: readonly string[]): boolean {
  const tokens = names.flatMap(tokensOf);
  const kinds = STATIONS.filter((words) => tokens.some((token) => words.has(token)));
  return tokens.some((token) => REGIONS.has(token)) || kinds.length >= STATIONS_NEEDED;
}
