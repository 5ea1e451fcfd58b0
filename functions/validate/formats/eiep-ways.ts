/** Which of the two directions of the New Zealand market's files delivers to a site. */

export type Way = 'X' | 'I';

export interface WayOfEnergy {
  readonly way: Way;
  readonly kwh: number;
  /** The sun is down everywhere in the country, all year. */
  readonly night: boolean;
}

/** From 22:00 to 05:00. */
export function isNight(minuteOfDay: number): boolean {
  return minuteOfDay < 5 * 60 || minuteOfDay >= 22 * 60;
}

/**
 * X is what is extracted from the network, I what is injected; some files mean import and export by I and X. A point
 * with one direction only is supplied; where both are there, only the network delivers at night.
 */
export async function suppliedWay(energies: AsyncIterable<WayOfEnergy>): Promise<Way> {
  const night = { X: 0, I: 0 };
  const seen = new Set<Way>();
  for await (const each of energies) {
    seen.add(each.way);
    if (each.night) night[each.way] += each.kwh || 0;
  }
  if (seen.size === 1) return seen.has('I') ? 'I' : 'X';
  return night.X === 0 && night.I > 0 ? 'I' : 'X';
}
