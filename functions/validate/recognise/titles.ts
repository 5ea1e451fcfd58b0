/** A title, or the name of the file, that says what a lone column of values is which does not say it itself. */
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { tokensOf } from '../vocabulary/tokens.ts';
import { CAME_TO_BE } from '../vocabulary/value-kinds.ts';
import type { Concept } from '../vocabulary/vocabulary.ts';
import type { Looked } from './looks.ts';
import type { Roles } from './roles.ts';
import { flowOfWords } from './words/flow-of-words.ts';
import { meaningOf } from './words/meaning.ts';

const LONGEST_TITLE = 60;
const NO_READINGS = ['forecast', 'gas', 'heat', 'water'] as const satisfies readonly Concept[];
/** An electric heater is named so as well. */
const HEATING = /^(?:heating|heater|heizung|chauffage|calefaccion|riscaldamento|verwarming)/;
const ELECTRIC = /strom|ele[ck]tr|électr/iu;

/**
 * @param fileName path of the file
 * @returns the refusal of a file of forecasts, or which its name calls one of gas, heat or water; undefined where a
 *   column or a person says more
 */
export function refusalOfTitle(
  { preamble, fileName }: { readonly preamble: readonly string[]; readonly fileName: string },
  { candidates }: Looked,
  { ids, given }: Roles,
  settings: LayoutSettings,
): InputRejected | undefined {
  const [only, ...more] = candidates;
  const isSaid = settings.unit !== undefined || settings.measure !== undefined || given.size > 0;
  if (!only || more.length > 0 || isSaid || ids.appliance || ids.measure) return undefined;
  if ((flowOfWords(only.profile.name)?.certainty ?? 'bare') !== 'bare') return undefined;
  const [title = ''] = (preamble[0] ?? '').split(/[;,\t|]/, 1);
  const own = title.replace(/["\ufeff]/g, '').trim();
  if (own.length <= LONGEST_TITLE && saysForecast(own)) return refusal(`its first line says ${JSON.stringify(own)}`);
  const name = fileName.split('/').at(-1) ?? '';
  const words = name.replace(/\.[^.]*$/, '').replace(/[-_.]+/g, ' ');
  return saysNoReadings(words) ? refusal(`its name is ${JSON.stringify(name)}`) : undefined;
}

function saysForecast(text: string): boolean {
  return meaningOf(text).concepts.has('forecast') && !tokensOf(text).some((token) => CAME_TO_BE.has(token));
}

/** Nothing but such words: `Gas consumption 2026`. */
function saysNoReadings(text: string): boolean {
  const { concepts, names, unit } = meaningOf(text);
  const tokens = tokensOf(text);
  const isOther = NO_READINGS.some((concept) => concepts.has(concept));
  const isElectric = ELECTRIC.test(text) || concepts.has('appliance') || concepts.has('consumer');
  const isMixed = tokens.some((token) => HEATING.test(token) || CAME_TO_BE.has(token));
  return isOther && names.length === 0 && unit === undefined && !isElectric && !isMixed;
}

function refusal(why: string): InputRejected {
  const setting = { unit: 'kWh' };
  return new InputRejected(
    'NOT_READINGS',
    `Nothing in the file says that it is electricity which was measured: ${why}. If it is all the same, say so with ` +
      `--layout: ${JSON.stringify(setting)}.`,
    { setting },
  );
}
