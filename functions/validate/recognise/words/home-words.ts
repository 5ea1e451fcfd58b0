/** Names of rooms, appliances and homes: a file that has them is one of a home. */
import { tokensOf } from '../../vocabulary/tokens.ts';

const WORDS = new Set(
  [
    'home, house, household, flat, apartment, kitchen, bedroom, bathroom, tv',
    'fridge, freezer, oven, dishwasher, washer, dryer',
    'haus, haushalt, wohnung, kuche, wallbox',
    'kuhlschrank, gefrierschrank, backofen, geschirrspuler, waschmaschine, trockner',
    'maison, logement, appartement, frigo, four, cuisine, chambre',
    'huis, woning, huishouden, keuken, koelkast, wasmachine',
    'casa, vivienda, hogar, cocina, nevera, lavadora',
    'abitazione, cucina, frigorifero, lavatrice, hus, bolig, kok, koti',
  ].flatMap((list) => list.split(', ')),
);

export function namesHome(text: string): boolean {
  return tokensOf(text).some((token) => WORDS.has(token));
}
