/** What the flows of one file mean together: the words of each are read beside those of the others. */
import type { Flow } from '../../../../shared/energy/flows.ts';
import { tokensOf } from '../../vocabulary/tokens.ts';
import { type FlowOfWords, flowOfWords } from './flow-of-words.ts';
import { heatPumpFlows } from './heat-pumps.ts';
import { meaningOf } from './meaning.ts';
import { stationsAmong } from './power-stations.ts';

/** What else the file says of where its figures were taken. */
export interface SiteContext {
  /** It names a point of delivery: its figures are those of the meter at the grid. */
  readonly deliveryPoint: boolean;
  /** It is the log of an inverter or of power plants: what it counts is production. */
  readonly producer: boolean;
  /** It is the log of a meter of something else than electricity. */
  readonly commodity?: Commodity | undefined;
  /** The texts are directions of the records of meters: `Usage` and `Solar` of a point of delivery are its two. */
  readonly directions?: boolean;
  /** What is used and what is generated go on at the same time, as the two directions of a meter do not. */
  readonly atOnce?: boolean;
}

export interface SiteFlow extends FlowOfWords {
  /** Neither words nor context decide between the house and the grid meter. */
  readonly open: boolean;
  /** It is what one kind of power station of a region produces, which is none of another's. */
  readonly ofStation?: true;
}

/**
 * `eInput` and `eOutput` of a site whose panels and battery are all there: what is left of its balance is the exchange
 * with the grid.
 */
function inputAndOutput(texts: readonly string[], found: ReadonlyMap<string, FlowOfWords>): Map<string, FlowOfWords> {
  const flows = new Set([...found.values()].map(({ flow }) => flow));
  const own = (word: string) =>
    texts.filter((text) => tokensOf(text).includes(word) && /^(?:e|energy)?[\s_]?\p{L}+$/iu.test(text));
  const [input, output] = [own('input'), own('output')];
  const [into, out] = [input[0], output[0]];
  const isRest = flows.has('production') && flows.has('charge') && flows.has('discharge') && !flows.has('import');
  if (!isRest || flows.has('export') || into === undefined || out === undefined || input.length + output.length !== 2)
    return new Map();
  const rest = (flow: Flow): FlowOfWords => ({ flow, certainty: 'certain', why: 'the rest of the balance' });
  return new Map([
    [into, rest('import')],
    [out, rest('export')],
  ]);
}

const BRITISH_EXPORT = { flow: 'export', certainty: 'certain', why: '"AE" beside "AI"' } as const;
const INVERTER_OF_A_MAKER = { flow: 'production', certainty: 'certain', why: 'the name of an inverter' } as const;
const STATION = { flow: 'production', certainty: 'certain', why: 'a kind of power station beside others' } as const;

/** Identifiers of points of delivery, as headings and preambles name them. */
const DELIVERY_POINTS = [
  'nmi',
  'esiid',
  'cups',
  'ean',
  'eancode',
  'eancodeasn',
  'mprn',
  'mpan',
  'cpe',
  'prm',
  'pdl',
  'pod',
  'icp',
  'gsrn',
  'malo',
  'melo',
  'zahlpunkt',
  'zahlpunktnummer',
  'zahlpunktbezeichnung',
  'messlokation',
  'marktlokation',
  'malepunktsid',
  'malepunkt',
  'anlaggningsid',
  'malepunktid',
  'mittauspisteen',
  'kayttopaikka',
  'ppe',
  'eic',
  'anlagennummer',
] as const;
const PHRASES = new RegExp(
  'point of delivery|delivery point|metering point|service point|supply point|usage ?point|meter number|' +
    'account number|punto de suministro|point de livraison|punto di prelievo|merilno mesto|mõõtepunkt',
  'i',
);
/** `AT0010000000000000000000001234567`, `ES0021000000000001AA`. */
const POINT_CODE = /^\s*(?:AT|DE|ES|PT|IT|CH|LU)\d{4}[A-Z0-9]{10,}/;

const INVERTER_WORDS = [
  ...['wechselrichter', 'inverter', 'onduleur', 'omvormer', 'inversor', 'vaxelriktare', 'vekselretter'],
  ...[
    'invertteri',
    'falownik',
    'stridac',
    'mppt\\d*',
    '[uiv]pv\\d*',
    '(dc|string|pv)\\s?\\d+\\s?[_ ]?(u|i|p|v|a)',
    '[pui]?dc\\d*',
  ],
];
/** Makers' names of inverters, as their files and portals write them. */
const PRODUCTS = [
  ...[
    'sunny (?:tripower|boy|island|central)',
    'stp\\d+\\.\\d',
    'sun2000',
    'growatt',
    'goodwe',
    'fronius',
    'solis',
    'solax',
  ],
  ...[
    'sungrow',
    'kostal',
    'plenticore',
    'foxess',
    'deye',
    'sofar',
    'solaredge',
    'enphase',
    'envoy',
    'symo',
    'primo gen24',
    'hoymiles',
    'apsystems',
  ],
];
const PRODUCT = new RegExp(`(?<!\\p{L})(${PRODUCTS.join('|')})(?!\\p{L})`, 'iu');
const INVERTER = new RegExp(`(?<!\\p{L})(${[...INVERTER_WORDS, ...PRODUCTS].join('|')})(?!\\p{L})`, 'iu');

const POWER_PLANT = /power[\s_-]?plants?(?!\p{L})|kraftwerk|centrale (?:électrique|elettrica)|central eléctrica/iu;

/** What a plant makes for each kilowatt of its panels. */
const SPECIFIC_YIELD = /(?<!\p{L})kWh\s*\/\s*kWp?(?!\p{L})/iu;

/**
 * @returns whether a heading or a line before the table is that of the log of an inverter, whose panels have voltages
 * and currents of their own, or of power plants
 */
export function namesProducer(text: string): boolean {
  if (INVERTER.test(text) || POWER_PLANT.test(text) || SPECIFIC_YIELD.test(text)) return true;
  const { concepts, otherUnit } = meaningOf(text);
  return concepts.has('solar') && (otherUnit === 'voltage' || otherUnit === 'current');
}

/** @returns whether a heading, a line before the table or the name of a series names a point of delivery */
export function namesDeliveryPoint(text: string): boolean {
  if (PHRASES.test(text) || POINT_CODE.test(text)) return true;
  return tokensOf(text).some((token) => DELIVERY_POINTS.some((point) => point === token));
}

export type Commodity = 'heat' | 'gas';

const ELECTRIC = /strom|ele[ck]tr|électr|eletr|sähkö|prąd|プ?電/iu;
const words = (...list: readonly string[]) => new RegExp(`(?<!\\p{L})(${list.join('|')})(?!\\p{L})`, 'iu');
/** Of the water that a heating sends out and gets back. */
const SENT = words(
  ...['vorlauf\\w*', 'départ', 'depart', 'aanvoer\\w*', 'mandata', 'impulsión', 'fremløb', 'framledning'],
  '(?:flow|supply)[ _](?:temp\\w*|t)',
);
const BACK = words(
  ...['rücklauf\\w*', 'retour\\w*', 'ritorno', 'retorno', 'returløb', 'retur\\w*'],
  'return[ _](?:temp\\w*|t)',
);

/**
 * @param headings of the table
 * @param preamble lines before it
 * @returns what a file counts whose lines above the table, or the water and its temperatures in it, are those of
 *   another meter than one of electricity
 */
export function commodityOf(headings: readonly string[], preamble: readonly string[]): Commodity | undefined {
  if ([...headings, ...preamble].some((text) => ELECTRIC.test(text))) return undefined;
  const above = preamble.map((line) => meaningOf(line).concepts);
  const has = (pattern: RegExp) => headings.some((name) => pattern.test(name));
  const heats = has(SENT) && has(BACK) && headings.some((name) => meaningOf(name).otherUnit === 'volume');
  if (heats || above.some((concepts) => concepts.has('heat'))) return 'heat';
  return above.some((concepts) => concepts.has('gas')) ? 'gas' : undefined;
}

/**
 * The flow of each text, from its words and from what stands beside it:
 * - a lone direction is all that the file knows of the site, and is its consumption;
 * - consumption and generation are the two directions of the meter at the grid where the file names a point of
 *   delivery, gives their difference, or gives a feed-in and no production; they are the house and its panels where
 *   panels, self-consumption or the exchange with the grid stand beside them; else it is open.
 */
export function siteFlows(
  texts: readonly string[],
  { deliveryPoint, producer, commodity, directions: ofRecords = false, atOnce = false }: SiteContext,
  flowOfText: (text: string) => FlowOfWords | undefined = flowOfWords,
): Map<string, SiteFlow> {
  const found = new Map<string, FlowOfWords>();
  for (const text of texts) {
    const flow = flowOfText(text);
    if (flow) found.set(text, ofRecords && deliveryPoint && flow.flow === 'production' ? generic(flow) : flow);
  }
  // `AE` is what comes in of a Spanish meter, and what goes out beside the `AI` of a British one.
  if (texts.some((text) => /^\s*AI\s*$/i.test(text)))
    for (const text of texts) if (/^\s*AE\s*$/i.test(text)) found.set(text, BRITISH_EXPORT);
  for (const [text, flow] of [...inputAndOutput(texts, found), ...heatPumpFlows(texts)]) found.set(text, flow);
  for (const text of invertersAmong(texts, found)) found.set(text, INVERTER_OF_A_MAKER);
  const stations = new Set(stationsAmong(texts));
  for (const text of stations) found.set(text, STATION);
  const has = (flow: Flow, ...certainties: FlowOfWords['certainty'][]) =>
    [...found.values()].some(
      (each) => each.flow === flow && (certainties.length === 0 || certainties.includes(each.certainty)),
    );
  const takesPart =
    !(ofRecords && deliveryPoint) &&
    [...found.keys()].some((text) => {
      const { concepts } = meaningOf(text);
      // `consumed` and `produced` are what somebody does; a grid meter has imported and exported.
      return concepts.has('solar') || concepts.has('home') || PARTICIPLES.test(text) || WANTED.test(text);
    });
  const storesOrImports = has('self_used') || has('battery') || has('charge') || has('discharge') || has('import');
  const house = takesPart || storesOrImports;
  const pair = has('consumption', 'generic') && has('production', 'generic');
  const grid = (deliveryPoint && !house) || (has('net') && !house && !has('export') && !atOnce);
  // Beside feed-in, and without panels, what is consumed is what the meter at the grid counts.
  const named = [...found.keys()].some((text) => meaningOf(text).concepts.has('home') || WANTED.test(text));
  const exportOnly = has('export') && !has('production') && !storesOrImports && !(takesPart && named);
  const directions = [...found.values()].filter(({ flow }) => isOfTheGrid(flow)).length;
  const lone = directions === 1 && found.size === 1 && has('import');

  const result = new Map<string, SiteFlow>();
  for (const [text, each] of found)
    result.set(text, { ...settled(each), ...(stations.has(text) ? { ofStation: true } : {}) });
  return result;

  function settled(each: FlowOfWords): SiteFlow {
    const becomes = (flow: Flow, why: string): SiteFlow => ({ ...each, flow, why: `${each.why}; ${why}`, open: false });
    const { flow, certainty } = each;
    if (lone && flow === 'import') return becomes('consumption', 'nothing else of the site is there');
    if (flow === 'charge' && certainty === 'generic' && found.size === 1)
      return becomes('consumption', 'what is charged is the use of the charger: nothing else of the site is there');
    if (flow === 'supplier' && !has('consumption') && !has('import'))
      return becomes('import', 'nothing beside it is the whole of what comes from the grid');
    const battery = has('discharge') || has('battery') || has('production') || has('import') || has('export');
    if (flow === 'charge' && certainty === 'generic' && !battery)
      return becomes('consumption', 'nothing beside it is of a battery: a car is charged');
    const isUse = flow === 'consumption' && (certainty === 'generic' || certainty === 'bare');
    if (isUse && commodity) return becomes(commodity, `the file is that of a meter of ${commodity}`);
    if (producer && flow === 'consumption' && certainty === 'bare' && !has('import'))
      return becomes('production', 'the file is the log of an inverter or of power plants');
    if (isUse && exportOnly) return becomes('import', 'feed-in stands beside it, and no production');
    if (isUse && deliveryPoint && has('export'))
      return becomes('import', 'feed-in stands beside it at a point of delivery');
    if (pair && grid && certainty === 'generic' && !has('export')) {
      const why = deliveryPoint ? 'the file names a point of delivery' : 'their difference stands beside them';
      if (flow === 'consumption') return becomes('import', why);
      if (flow === 'production') return becomes('export', why);
    }
    const open = pair && !house && !grid && !has('export') && certainty === 'generic';
    return { ...each, open };
  }
}

/** Names of makers alone, beside both directions of the grid: what comes from elsewhere is what they make. */
function invertersAmong(texts: readonly string[], found: ReadonlyMap<string, FlowOfWords>): string[] {
  const flows = new Set([...found.values()].map(({ flow }) => flow));
  if (!flows.has('import') || !flows.has('export') || flows.has('production')) return [];
  return texts.filter((text) => PRODUCT.test(text) && (found.get(text)?.certainty ?? 'named') === 'named');
}

function generic(flow: FlowOfWords): FlowOfWords {
  return { ...flow, certainty: 'generic' };
}

/** What somebody wants, whoever makes it: no meter counts it as one of its directions. */
const WANTED = /(?<!\p{L})(?:demand|(?<!controlled[\s_-])load)(?!\p{L})/iu;
const PARTICIPLES =
  /consumed|generated|produced|verbraucht|erzeugt|produziert|consommée|produite|consumida|generada|producida/i;

function isOfTheGrid(flow: Flow): boolean {
  return flow === 'import' || flow === 'export' || flow === 'net' || flow === 'consumption' || flow === 'production';
}
