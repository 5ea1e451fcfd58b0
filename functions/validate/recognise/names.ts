/** What a column's name says: its role, its unit, what it measures. The one table of header names. */
import type { Unit } from '../../../shared/readings/layout.ts';
import { MEASURES, type Measure } from '../../../shared/tables/schema.ts';

/** Lists are written as running text, so that they can be read. */
function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Names are compared in lower case, without accents, spaces, punctuation and a unit in brackets. */
const TIME_NAMES = {
  timestamp: words(`
    timestamp time datetime ts dateandtime datetimelocal localtime readat readingtime readingdate
    readingdatetime datetimeutc timeutc utc timestamputc fechahora zeitstempel horodate datumzeit
    datetimestamp timestamplocal datumuhrzeit`),
  start: words(`
    start from starttime startdate startdatetime intervalstart intervalbegin begin begintime von ab desde
    debut periodstart intervalstarttime intervalstartdatetime starttimestamp usagestarttime readingstart
    beginn datumvon zeitvon begindate begindatum fromdate fromtime vanaf vanafdatum vanaftijd fra fradato
    fratid algus algusaeg alkuaika ajast casod od odkdy inicio fechainicio datainicio inizio dal
    zacetek debutdate datededebut starttid`),
  end: words(`
    end to endtime enddate enddatetime intervalend bis hasta fin periodend intervalending intervalendtime
    intervalenddatetime endtimestamp hourending readingend readdateandendtime usageendtime ende datumbis zeitbis periodending
    untildate untiltime until todate totime tot totdatum tottijd til tildato tiltid lopp loppaeg loppuaika
    paattyy casdo do dokdy datafim fechafin fine al konec datefin datedefin sluttid`),
  date: words(`
    date day fecha datum tag usagedate intervaldate readdate settlementdate localdate data giorno jour`),
  time: words(`
    time timeofday hour hora uhrzeit zeit heure ora starttime localtime intervalstart readtime`),
  hour: words(`
    hour hora he hr hourending hournumber stunde heure ora period interval slot settlementperiod hourofday
    periodo`),
};
export type TimeName = keyof typeof TIME_NAMES;

const ID_NAMES = {
  appliance: words(`
    appliance device circuit channel meter meterid load equipment appliancename meternumber meterserial
    meterserialnumber deviceid devicename circuitname channelid channelname type sensor sensorid nmi cups mpan
    pod ean esiid prm pdl servicepoint entityid name id zaehler zahler zaehlpunkt zahlpunkt malo melo lclid
    householdmeter series tag unitid inverter inverterid meternr customer customerid accountnumber mprn eancode`),
  site: words(`
    siteid site building buildingid home homeid house houseid location plant plantid sitename buildingname
    household householdid premise premiseid property dataid`),
  unit: words(`
    unit units uom unitofmeasure unitofmeasurement einheit unidad unite eenheid unita`),
  zone: words(`
    timezone tz zeitzone tzname ianatimezone localtimezone timezonename timezoneid zonaoraria zonahoraria`),
  measure: words(`
    measure direction flow flowdirection register registerid nmisuffix suffix registername obis obiscode kind
    readingtype readtype`),
};
export type IdName = keyof typeof ID_NAMES;

/** Names of a value that is the site's whole, so that the series needs no name of its own. */
const CONSUMED = words(`
  kwh wh mwh energykwh energyconsumedkwh consumptionkwh consumedkwh importkwh consumption energyconsumed import
  energy usage value consumo consumokwh verbrauch verbrauchkwh consumed imported gridimport gridimportkwh
  bezug bezugkwh valeur valor waarde volume reading kw mw power powerkw energywh consumptionwh importwh energymwh energyconsumedwh wert importenergy
  energyimport`);
const GENERATED = words(`
  energygeneratedkwh generatedkwh generationkwh productionkwh exportkwh solarkwh pvkwh generation
  energygenerated export production exported generated gridexport gridexportkwh energygeneratedwh generationwh
  exportwh productionwh einspeisung einspeisungkwh excedentes energyexport exportenergy`);

/** Words of columns that sit beside energies without being one. */
const OTHER = new RegExp(
  words(String.raw`
    ^t_?\d+$ ^rh_?(\d+|out|in)?$ ^rv_?\d+$ ^t_?(out|in|air|amb|dew)$ temp humid dew ^press pressure wind visib
    rain precip irradi ^(ghi|dni|dhi)$ cloud weather snow cost price amount tariff rate$ ^(eur|usd|gbp|aud)$
    betrag preis importe precio charge volt current(?!.*(power|energy|usage|consumption|kwh)) ampere ^amps?$
    intensity reactive apparent k?varh?\b kvah?\b factor frequency ^hz$ phase co2 carbon emission holiday week
    ^month$ ^year$ ^day$ ^hour$ ^minute$ ^second$ day_?of ^nsm$ season quality status state$ method metodo
    note comment remark flag notiz estimate occupan latitude longitude soc$ state.?of.?charge area floor
    ^index$ ^row ^no\.?$ ^#$ ^unnamed offset bemerkung event ^event event\scode event\sdesc multiplier serial
    postcode ^zip count$ percent % speed flow_?rate setpoint luminosity lux$ noise pm2 version duration length
    dst timezone zone$ source`).join('|'),
);
/** Words of a value that counts up instead of giving each interval's energy. */
const REGISTER =
  /cumul|meter.?reading|register.?(read|value)|zaehlerstand|zahlerstand|lectura|^stand$|(^|[^a-z])index|lifetime|odometer|total_?increasing|energy_?today|running.?total/;
const TOTAL = /(^|[^a-z])(total|overall|whole|mains|aggregate|main|global|sum|gesamt|house.?overall|grand)([^a-z]|$)/;
const POWER = /power|demand|leistung|potencia|puissance|(^|[^a-z])load([^a-z]|$)/;
const GENERATION =
  /generat|produc|export|solar|(^|[^a-z])pv([^a-z]|$)|feed.?in|einspeis|exced|injec|photovolt|to.?grid/;
const CONSUMPTION = /consum|usage|import|verbrauch|bezug|from.?grid|load|demand/;

export function canonical(name: string): string {
  return plain(name)
    .replace(/[[(]\s*([kmg]?wh?)\s*[\])]/g, '$1')
    .replace(/[^a-z0-9]+/g, '');
}

/** Lower case, and letters without their accents. */
export function plain(name: string): string {
  return name.trim().normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
}

const has = (list: readonly string[], name: string): boolean => list.includes(name);

export function isTimeName(name: string, kind: TimeName): boolean {
  return has(TIME_NAMES[kind], canonical(name));
}

/** @returns which identifier the name is; the earlier in the list, the closer */
export function idNameOf(name: string): { kind: IdName; rank: number } | undefined {
  const wanted = canonical(name);
  for (const kind of ['site', 'unit', 'measure', 'zone', 'appliance'] as const) {
    const names = ID_NAMES[kind];
    const rank = names.indexOf(wanted);
    if (rank >= 0) return { kind, rank };
  }
  return undefined;
}

/** What a name says about the values below it. */
export interface ValueName {
  /** The unit that the name holds: `Usage_kWh`, `Load (MW)`. */
  readonly unit: Unit | undefined;
  readonly measure: Measure | undefined;
  /** The name says nothing but what is measured, so that the series is the site's whole. */
  readonly whole: boolean;
  readonly other: boolean;
  readonly register: boolean;
  readonly total: boolean;
  readonly power: boolean;
  readonly known: boolean;
}

export function valueName(name: string): ValueName {
  const lower = plain(name);
  const short = canonical(name);
  const unit = unitInName(name);
  const generated = has(GENERATED, short);
  const whole = generated || has(CONSUMED, short);
  return {
    unit,
    whole,
    measure:
      generated || GENERATION.test(lower) ? 'generation' : whole || CONSUMPTION.test(lower) ? 'consumption' : undefined,
    // A unit of energy in the name outweighs a word: `Solar flow kWh`.
    other: (!whole && OTHER.test(lower) && unit === undefined) || NOT_ENERGY_UNIT.test(lower),
    register: REGISTER.test(lower),
    total: TOTAL.test(lower),
    power: POWER.test(lower),
    known: whole || unit !== undefined,
  };
}

const NOT_ENERGY_UNIT =
  /(k?v(ar|a)h?\b|[[(](v|a|l|c|f)[\])]|[[(_ ](°c|°f|hz|%|eur|€|usd|\$|gj|mj|therms?|m3|m³|kg|ppm|lux|w\/m2|w\/m²)[\])]?$|^[€$£])/;

const UNIT_NAMES = new Map<string, Unit>([
  ['wh', 'Wh'],
  ['kwh', 'kWh'],
  ['mwh', 'MWh'],
  ['w', 'W'],
  ['kw', 'kW'],
  ['mw', 'MW'],
  ['watt', 'W'],
  ['watts', 'W'],
  ['kilowatt', 'kW'],
  ['kilowatts', 'kW'],
  ['megawatt', 'MW'],
  ['megawatts', 'MW'],
  ['watthours', 'Wh'],
  ['kilowatthours', 'kWh'],
  ['megawatthours', 'MWh'],
]);

/** @returns the unit that a cell or a word is, whatever its case; undefined for anything else */
export function unitOf(text: string): Unit | undefined {
  // mW and mWh would be thousandths; nobody's meter gives them, so that capital letters are no condition.
  return UNIT_NAMES.get(text.trim().toLowerCase().replace(/[\s-]/g, ''));
}

/** Every way a unit is written in a file, lower case, for SQL. */
export const UNIT_TEXTS: readonly (readonly [string, Unit])[] = [...UNIT_NAMES];

function unitInName(name: string): Unit | undefined {
  const words = name
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => (a === 'k' || a === 'M' ? a + b : `${a} ${b}`))
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== '');
  // Reactive energies are written kVarh; `k W h` does not occur. The last word that is a unit counts.
  for (const word of words.reverse()) {
    const unit = word.length === 1 && word !== 'W' ? undefined : unitOf(word);
    if (unit) return unit;
  }
  const tail = /(kwh|mwh|wh|kw|mw)$/.exec(name.trim().toLowerCase())?.[1];
  return tail && /kwh|mwh/.test(tail) ? unitOf(tail) : undefined;
}

/** Which measure a word of a direction or register column stands for; lower case. */
const MEASURE_WORDS = {
  consumption: [
    'consumption',
    'import',
    'consumed',
    'delivered',
    'from grid',
    'usage',
    'forward',
    'in',
    'e1',
    'e2',
    'e',
    '1.8.0',
    '1-0:1.8.0',
    '1.8.1',
    '1.8.2',
  ],
  generation: [
    'generation',
    'export',
    'generated',
    'received',
    'to grid',
    'production',
    'reverse',
    'out',
    'b1',
    'b2',
    'b',
    '2.8.0',
    '1-0:2.8.0',
    '2.8.1',
    '2.8.2',
    'solar',
    'feed-in',
  ],
} as const;

/** Words that say the same inside a longer text: `Active Export Interval (kW)`. */
const MEASURE_PATTERNS = {
  consumption: '\\b(import|consumption|consumed|usage|afname|bezug|verbrauch|soutirage)\\b|1\\.8\\.[0-9]',
  generation: '\\b(export|generation|generated|production|injection|injectie|einspeisung|feed.?in)\\b|2\\.8\\.[0-9]',
} as const;
const PATTERNS = {
  consumption: new RegExp(MEASURE_PATTERNS.consumption),
  generation: new RegExp(MEASURE_PATTERNS.generation),
} as const;

/** @returns what a cell of a direction or register column stands for; undefined where it says neither, or both */
export function measureOf(text: string): Measure | undefined {
  const lower = text.trim().toLowerCase();
  for (const measure of MEASURES) if (has(MEASURE_WORDS[measure], lower)) return measure;
  const [consumed, generated] = [PATTERNS.consumption.test(lower), PATTERNS.generation.test(lower)];
  if (consumed === generated) return undefined;
  return consumed ? 'consumption' : 'generation';
}
