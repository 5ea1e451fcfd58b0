/** The steps of a ladder: what of an energy costs which price, by how much came before it in the period. */

/**
 * SQL: what of an energy is in a step. Below zero it goes back through the steps that it came by.
 * @param until SQL of the sum of the period, this energy included
 * @param energy SQL
 * @param ladder alias of price_ladders
 */
export function stepEnergy(until: string, energy: string, ladder: string): string {
  // greatest and least pass over a bound that is null.
  const within = (sum: string) => `least(greatest(${sum}, ${ladder}.lower), ${ladder}.upper)`;
  return `(${within(until)} - ${within(`(${until} - ${energy})`)})`;
}
