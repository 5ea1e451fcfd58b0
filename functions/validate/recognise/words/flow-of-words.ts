/** Which flow the words of a heading or a cell say, and how surely. */
import type { Flow } from '../../../../shared/energy/flows.ts';
import { keysOf } from '../../../../shared/keys-of.ts';
import { tokensOf } from '../../vocabulary/tokens.ts';
import { type Concept, conceptsOfToken } from '../../vocabulary/vocabulary.ts';
import { suffixCode } from './codes.ts';
import { type Meaning, meaningOf } from './meaning.ts';
import { meterRank } from './meter-ranks.ts';
import { isProperName } from './proper-names.ts';
import { positiveBySigns } from './sign-legend.ts';
import { wayOfSentence } from './way-of-sentence.ts';

/**
 * - `certain`: the words are of this flow only.
 * - `generic`: consumption and generation mean the house and its panels in one file, the two directions of a grid
 *   meter in another: what stands beside them decides.
 * - `bare`: the text says that it is an energy and nothing else.
 * - `named`: it bears the name of a circuit, a room, a meter.
 */
export type Certainty = 'certain' | 'generic' | 'bare' | 'named';

export interface FlowOfWords {
  readonly flow: Flow;
  readonly certainty: Certainty;
  readonly why: string;
}

/** Quantities that are no energy of the site, the surest first. `measured`: a meter shows it in a unit of its own. */
const OTHER_QUANTITIES = {
  reactive: { measured: true },
  apparent: { measured: true },
  saving: { measured: false },
  money: { measured: false },
  price: { measured: false },
  emission: { measured: false },
  state_of_charge: { measured: true },
  temperature: { measured: true },
  weather: { measured: true },
  voltage: { measured: true },
  factor: { measured: true },
  multiplier: { measured: false },
  harmonic: { measured: false },
  residual_load: { measured: false },
  ambient: { measured: false },
  comparison: { measured: false },
  both_ways: { measured: false },
  other_period: { measured: false },
  prepaid: { measured: false },
  frequency: { measured: true },
  current: { measured: true },
  forecast: { measured: false },
  limit: { measured: false },
  water: { measured: false },
  calendar: { measured: false },
  flag: { measured: false },
  count: { measured: false },
  identifier: { measured: false },
} as const satisfies Partial<Record<Concept, { readonly measured: boolean }>>;
export type OtherQuantity = keyof typeof OTHER_QUANTITIES;

/** @returns whether no unit of energy can be that of a quantity: a voltage, a temperature */
export function isMeasured(quantity: OtherQuantity): boolean {
  return OTHER_QUANTITIES[quantity].measured;
}

/**
 * @param text a heading or the name of a series
 * @returns undefined for a text that names no energy, or names two flows at once
 */
export function flowOfWords(text: string): FlowOfWords | undefined {
  return flowOf(meaningOf(quantityOf(text)));
}

/** `Einspeisung - Wirkarbeit bezogen`, `Einspeisung 1: Bezug`: first stands the device, then what it measures. */
const DEVICE_BEFORE = /^.+?(?:\s[-–]|:)\s(?=\S)/u;

/** @returns the text without a device whose name says the other direction than what is measured */
export function quantityOf(text: string): string {
  const { concepts } = meaningOf(text);
  const both = concepts.has('import') && concepts.has('export');
  return both && !positiveBySigns(text) ? text.replace(DEVICE_BEFORE, '') : text;
}

/** Abbreviations of metering, which are directions in a column of them and anything in a name. */
const SHORT_DIRECTIONS = new Map<string, Omit<FlowOfWords, 'why'>>([
  ['con', { flow: 'consumption', certainty: 'generic' }],
  ['cons', { flow: 'consumption', certainty: 'generic' }],
  ['prod', { flow: 'production', certainty: 'generic' }],
  ['general', { flow: 'consumption', certainty: 'generic' }],
  ['controlledload', { flow: 'consumption', certainty: 'generic' }],
  // General consumption, controlled load and gross generation.
  ['gc', { flow: 'consumption', certainty: 'generic' }],
  ['cl', { flow: 'consumption', certainty: 'generic' }],
  ['gg', { flow: 'production', certainty: 'certain' }],
  // Energia attiva, beside the reactive one.
  ['ea', { flow: 'consumption', certainty: 'generic' }],
]);
/** `Ea (kWh)` */
const UNIT_BEHIND = /\s*[[(][^\])]*[\])]\s*$/;

/**
 * @param text a cell that says where energy goes, such as `Offtake night`, `1.8.0`, `B1` or `CON`
 * @returns undefined for a text that says no direction
 */
export function flowOfDirection(text: string): FlowOfWords | undefined {
  const why = `"${text.trim()}"`;
  const short = SHORT_DIRECTIONS.get(text.replace(UNIT_BEHIND, '').trim().toLowerCase());
  if (short) return { ...short, why };
  const code = suffixCode(text);
  if (code === 'import' || code === 'export') return { flow: code, certainty: 'certain', why: `the code ${why}` };
  const rank = code === undefined ? meterRank(text) : undefined;
  if (rank) return { flow: rank === 'main' ? 'consumption' : 'submeter', certainty: 'certain', why };
  const found = code === undefined ? flowOfWords(text) : undefined;
  return found?.certainty === 'named' ? undefined : found;
}

const ELECTRIC = /(?<!\p{L})(?:ele[ck]tr|électr|strom)/iu;
/** What it heats does not matter. */
const FUEL = /natural[\s_.-]?gas|erdgas|gaz naturel|aardgas/i;

export function flowOf(meaning: Meaning): FlowOfWords | undefined {
  const { text, concepts, code, names } = meaning;
  const quoted = `"${text.trim()}"`;
  const said = (flow: Flow, certainty: Certainty, why: string): FlowOfWords => ({ flow, certainty, why });
  const has = (...all: Concept[]) => all.every((concept) => concepts.has(concept));
  const any = (...some: Concept[]) => some.some((concept) => concepts.has(concept));
  if (code) {
    switch (code.means) {
      case 'import':
      case 'export':
      case 'net':
        return said(code.means, 'certain', `the code ${code.text}`);
      default:
        return undefined;
    }
  }
  if (isProperName(text)) return said('submeter', 'named', `the name ${quoted}`);
  const certain = (flow: Flow) => said(flow, 'certain', `the words of ${quoted}`);
  // `Generation from natural gas` is electricity.
  const electric = ELECTRIC.test(text);
  if (has('gas') && !has('production') && !electric && (names.length === 0 || FUEL.test(text))) return certain('gas');
  // What electricity heats or cools is one of its uses.
  if (has('heat') && electric) return said('submeter', 'named', `the name ${quoted}`);
  if (has('heat')) return certain('heat');
  const way = any('battery', 'charge', 'discharge') ? undefined : wayOfSentence(text);
  // What panels give to the house is what it uses of them.
  if (way && !(way === 'import' && has('solar'))) return certain(way);
  // `Solar pump`, `Export department`; `PV production office` is what its panels make.
  const isFlow = any('import', 'grid') || has('solar', 'production');
  if (has('consumer') && !isFlow && any('production', 'solar', 'export', 'battery', 'charge', 'discharge'))
    return said('submeter', 'named', `the name ${quoted}`);
  if (has('self_used')) return certain('self_used');
  if (has('supplier')) return certain('supplier');
  if (has('community')) return certain('community');
  const path = flowOfPath(meaning);
  if (path) return certain(path);
  if (has('battery') || (any('charge', 'discharge') && names.length === 0 && !any('solar', 'grid'))) {
    if (has('discharge')) return certain(saysBoth(text, 'charge', 'discharge') ? 'battery' : 'discharge');
    if (has('charge')) return has('battery') ? certain('charge') : said('charge', 'generic', `the words of ${quoted}`);
    if (any('out', 'production', 'export')) return certain('discharge');
    if (any('in', 'import', 'consumption')) return certain('charge');
    return said('battery', names.length === 0 ? 'certain' : 'generic', `the words of ${quoted}`);
  }
  const outwards = any('export');
  const inwards = any('import');
  if (outwards && inwards) return has('net') || positiveBySigns(text) ? certain('net') : undefined;
  if (has('grid') && !any('solar', 'home')) {
    if (outwards || any('out', 'production')) return certain('export');
    if (has('net')) return certain('net');
    if (inwards || any('in', 'consumption')) return certain('import');
    return names.length === 0 ? certain('net') : said('submeter', 'named', `the name ${quoted}`);
  }
  if (outwards) return certain('export');
  if (any('production', 'solar', 'dc') && (names.length === 0 || any('production', 'solar'))) {
    if (has('solar', 'consumption')) return certain('self_used');
    return said('production', has('solar') ? 'certain' : 'generic', `the words of ${quoted}`);
  }
  if (has('net') && names.length === 0) return certain('net');
  if (inwards) return certain('import');
  if (names.length > 0) return said('submeter', 'named', `the name ${quoted}`);
  if (any('home')) return said('consumption', 'certain', `the words of ${quoted}`);
  if (any('consumption')) return said('consumption', 'generic', `the words of ${quoted}`);
  // `In` and `Out` alone, as headings of a meter.
  if (has('out') && !has('in')) return certain('export');
  if (has('in') && !has('out')) return certain('import');
  if (any('energy', 'power', 'total', 'register', 'today') || meaning.unit !== undefined)
    return said('consumption', 'bare', `${quoted} is an energy and says no more`);
  return undefined;
}

/** `Battery charge/discharge power`: each in a word of its own; in `Entladung` one of them holds the other. */
function saysBoth(text: string, one: Concept, other: Concept): boolean {
  const said = tokensOf(text).map(conceptsOfToken);
  return said.some((concepts) => concepts.includes(one) && !concepts.includes(other)) && said.flat().includes(other);
}

function flowOfPath({ from, to, concepts }: Meaning): Flow | undefined {
  // `No tīkla saņemts`: a word of one language that is a preposition of another says less than a verb.
  const comesIn = concepts.has('import') && !concepts.has('export') && from === undefined;
  if (to === 'grid') return comesIn ? 'import' : 'export';
  if (to === 'battery') return 'charge';
  if (from === 'battery') return 'discharge';
  if (from === 'grid') return concepts.has('export') ? 'export' : 'import';
  if (from === 'solar') return to === 'home' || concepts.has('consumption') ? 'self_used' : 'production';
  return undefined;
}

/** `Meter ID`: it names a meter, whatever else the words say. */
const ID_AT_THE_END = /(?:^|[^\p{L}])(?:ids?|uuid|guid)\s*$/iu;

/** `max_act_power`, `Min power W`, `Power max`: not the minutes of `15 min power`. */
const MOST_OR_LEAST = new RegExp(
  String.raw`(?<![a-z0-9])(?:max|min)(?:imum)?[\s_-]*(?:act(?:ive)?[\s_-]*)?power|` +
    String.raw`power[\s_-]*(?:max|min)(?:imum)?(?![a-z])`,
  'i',
);

/** @returns which quantity the words say that the values are, where they are no energy of the site */
export function otherQuantityOf(meaning: Meaning): OtherQuantity | undefined {
  const { text, concepts, code, otherUnit, unit, last } = meaning;
  // A lone letter is a phase or a meter, and no name that somebody gave.
  const names = meaning.names.filter((name) => name.length > 1);
  if (otherUnit === 'rate') return 'price';
  if (otherUnit === 'money' && concepts.has('saving')) return 'saving';
  if (otherUnit === 'money') return concepts.has('price') && !concepts.has('money') ? 'price' : 'money';
  if (code && code.means !== 'import' && code.means !== 'export' && code.means !== 'net') return code.means;
  switch (otherUnit) {
    case 'reactive':
    case 'apparent':
    case 'voltage':
    case 'current':
    case 'frequency':
    case 'emission':
    case 'temperature':
    case 'weather':
      return otherUnit;
    case 'percent':
      return concepts.has('battery') || concepts.has('state_of_charge') ? 'state_of_charge' : 'count';
    case 'resistance':
    case 'duration':
    case 'allocation':
    case 'capacity':
    case 'ratio':
      return 'count';
    case 'volume':
      // The calorific value of gas is given for each cubic metre of it.
      if (concepts.has('factor')) return 'factor';
      return concepts.has('gas') ? undefined : 'water';
    default:
  }
  if (unit === undefined && last.includes('identifier') && (!concepts.has('energy') || ID_AT_THE_END.test(text)))
    return 'identifier';
  // `readIntervalLength`: a name of nothing else that ends in a word of a count is one.
  if (unit === undefined && last.includes('count') && names.length === 0) return 'count';
  const found = keysOf(OTHER_QUANTITIES).find((concept) => concepts.has(concept));
  if (found === undefined) return undefined;
  // The most or the least that was drawn is no energy, whoever drew it.
  if (found === 'limit' && MOST_OR_LEAST.test(text)) return found;
  // An energy's unit in the name outweighs a word, unless the word takes its meaning away.
  if (unit === undefined) {
    // `Current consumption` is that of now, `ENERGY.Current` an electric one.
    const aside = (found === 'current' || found === 'voltage') && !last.includes(found);
    return (isWeak(found) && names.length > 0) || ((isWeak(found) || aside) && saysFlow(concepts)) ? undefined : found;
  }
  if (
    found === 'reactive' ||
    found === 'apparent' ||
    found === 'forecast' ||
    found === 'harmonic' ||
    found === 'residual_load' ||
    found === 'ambient' ||
    found === 'other_period' ||
    found === 'both_ways' ||
    found === 'comparison' ||
    found === 'prepaid' ||
    found === 'limit' ||
    found === 'state_of_charge'
  )
    return found;
  return (found === 'identifier' || found === 'money' || found === 'price') && names.length === 0 && !saysFlow(concepts)
    ? found
    : undefined;
}

/** Words that stand in names of meters, circuits and rooms as well. */
function isWeak(quantity: OtherQuantity): boolean {
  switch (quantity) {
    case 'water':
    case 'limit':
    case 'count':
    case 'identifier':
    case 'flag':
    case 'calendar':
      return true;
    default:
      return false;
  }
}

const FLOW_CONCEPTS = [
  'consumption',
  'import',
  'export',
  'production',
  'solar',
  'grid',
  'battery',
  'self_used',
  'community',
  'net',
  'energy',
] as const satisfies readonly Concept[];

function saysFlow(concepts: ReadonlySet<Concept>): boolean {
  return FLOW_CONCEPTS.some((concept) => concepts.has(concept));
}

/** Whether a name is one of a value: it holds a unit, or says nothing but what is measured. */
export function isValueName(name: string): boolean {
  const meaning = meaningOf(name);
  if (meaning.unit !== undefined) return true;
  const flow = flowOf(meaning);
  return flow !== undefined && flow.certainty !== 'named' && meaning.names.length === 0;
}
