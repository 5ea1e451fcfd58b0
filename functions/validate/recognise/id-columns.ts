/** Which columns say whose a reading is and what it measures: site, zone, series, unit, direction. */
import type { Unit } from '../../../shared/readings/layout.ts';
import { otherUnitOf, unitOf } from '../../../shared/readings/units.ts';
import { isTimeZone } from '../../../shared/text/time-zone.ts';
import { idNameOf, namesPeople } from '../vocabulary/column-names.ts';
import { ROWS_TO_TELL } from './nearly-all.ts';
import type { Profile } from './profile.ts';
import { columnTexts, type Sample } from './sample.ts';
import { suffixCode } from './words/codes.ts';
import { flowOfDirection, flowOfWords, isMeasured, otherQuantityOf } from './words/flow-of-words.ts';
import { meaningOf } from './words/meaning.ts';
import { meterRank } from './words/meter-ranks.ts';

export interface IdColumns {
  readonly site?: Profile;
  readonly zone?: Profile;
  readonly appliance?: Profile;
  readonly unit?: Profile;
  readonly measure?: Profile;
}

/** Behind every column that is named for what it holds. */
const UNNAMED = 1000;
/** Behind every column that is not the same in all rows. */
const CONSTANT = 2 * UNNAMED;

export function findIds(sample: Sample, free: readonly Profile[]): IdColumns {
  const unitsIn = (column: Profile) => columnTexts(sample, column).filter((text) => unitOf(text) !== undefined).length;
  const found: { -readonly [K in keyof IdColumns]: Profile } = {};
  const isConstant = (column: Profile) => new Set(columnTexts(sample, column)).size <= 1;
  const ranks = new Map<string, number>();
  for (const each of free) {
    const named = idNameOf(each.name, each.kind === 'number');
    const direction =
      named?.kind !== 'site' &&
      named?.rank !== 0 &&
      !namesPeople(each.name) &&
      isDirectionColumn(sample, each) &&
      (named?.kind === 'measure' || !nameFlows(free));
    const id = direction
      ? { kind: 'measure' as const, rank: named?.kind === 'measure' ? named.rank : UNNAMED }
      : each.kind === 'unit'
        ? { kind: 'unit' as const, rank: named?.kind === 'unit' ? named.rank : UNNAMED }
        : named;
    if (!id) continue;
    if (id.kind === 'unit' && (each.kind !== 'unit' || (named?.kind !== 'unit' && saysOther(each, free)))) continue;
    if (id.kind === 'measure' && !saysMeasures(sample, each)) continue;
    if (id.kind === 'zone' && !namesZones(sample, each)) continue;
    if (id.kind === 'site' && saysWhereAtTheCharger(sample, each)) continue;
    if (each.kind === 'datetime' || each.kind === 'clock') continue;
    if ((id.kind === 'appliance' || id.kind === 'site') && numbersRows(sample, each)) continue;
    // Of a session above its intervals the name stands in its own row only.
    if (id.kind === 'appliance' && columnTexts(sample, each).length < sample.rows.length / 2) continue;
    const best = ranks.get(id.kind);
    const before = found[id.kind];
    const more = id.kind === 'unit' && before !== undefined && best === id.rank && unitsIn(each) > unitsIn(before);
    // What is the same in all rows tells no series from another.
    const rank = id.kind === 'appliance' && isConstant(each) ? CONSTANT + id.rank : id.rank;
    if (best !== undefined && best <= rank && !more) continue;
    ranks.set(id.kind, rank);
    found[id.kind] = each;
  }
  const meter = found.appliance && found.measure && tellsNoMore(sample, found.appliance, found.measure);
  if (meter) {
    const others = free.filter((each) => idNameOf(each.name, each.kind === 'number')?.kind === 'appliance');
    const telling = others.find((each) => !isConstant(each) && !tellsNoMore(sample, each, found.measure));
    if (telling) found.appliance = telling;
  }
  const named = found.appliance && namedInWords(sample, found.appliance, free, Object.values(found));
  return named ? { ...found, appliance: named } : found;
}

/** `AT0070000000000000000000004711001`, `871685900000000062`: no meter's own number is so long. */
const isPointOfDelivery = (text: string) => /^(?:[A-Z]{2})?\d[\dA-Z]{14,}$/.test(text.trim());

/** At least so many rows show that two columns name the same. */
const ROWS_OF_NAMES = 6;

const isWord = (text: string) => /^\p{L}{3,}$/u.test(text);

/** `1` and `2` beside `delivered` and `received` in each of their rows: a channel of any meter. */
function tellsNoMore(sample: Sample, column: Profile, directions: Profile | undefined): boolean {
  if (!directions) return false;
  const pairs = new Set(sample.rows.map((row) => JSON.stringify([row[column.index], row[directions.index]])));
  const [own, others] = [column, directions].map((each) => new Set(columnTexts(sample, each)).size);
  return own === others && pairs.size === own && pairs.size > 1;
}

function saysMedium(text: string): boolean {
  const flow = flowOfWords(text);
  return flow?.certainty === 'certain' && (flow.flow === 'heat' || flow.flow === 'gas');
}

/** `Main hall` beside `M-1001` in each of its rows: people know a meter by its name, and its words say what it is. */
function namedInWords(
  sample: Sample,
  ids: Profile,
  free: readonly Profile[],
  taken: readonly Profile[],
): Profile | undefined {
  const isCode = (text: string) => /\d/.test(text) && !text.split(/[^\p{L}\p{N}]+/u).some(isWord);
  const texts = [...new Set(columnTexts(sample, ids))];
  // What a point of delivery measures is part of no other, whatever its tariff or its device is called.
  if (texts.length < 2 || texts.every(isPointOfDelivery)) return undefined;
  const areCodes = texts.every(isCode);
  return free.find((each) => {
    if (each.kind !== 'text' || taken.includes(each)) return false;
    const names = [...new Set(columnTexts(sample, each))];
    // `CALO_1` beside `Heat meter of the hall`: only the words say that it is no electricity.
    const tells = areCodes ? !names.some(isCode) : names.filter(saysMedium).length > texts.filter(saysMedium).length;
    if (names.length !== texts.length || !tells) return false;
    const pairs = new Set(sample.rows.map((row) => JSON.stringify([row[ids.index], row[each.index]])));
    return sample.rows.length >= ROWS_OF_NAMES && pairs.size === names.length;
  });
}

/** Where on it a charger measures, by the Open Charge Point Protocol: no site is called so. */
const AT_THE_CHARGER: ReadonlySet<string> = new Set(['outlet', 'inlet', 'body', 'cable', 'ev']);

function saysWhereAtTheCharger(sample: Sample, column: Profile): boolean {
  const texts = columnTexts(sample, column).filter((text) => text.trim() !== '');
  return texts.length > 0 && texts.every((text) => AT_THE_CHARGER.has(text.trim().toLowerCase()));
}

/** Columns that are each named for a flow of their own leave nothing for a cell to say: `Casa Sol` is a plant. */
function nameFlows(free: readonly Profile[]): boolean {
  const flows = free.flatMap(({ name, kind }) => {
    const flow = kind === 'number' ? flowOfWords(name) : undefined;
    return flow?.certainty === 'certain' && meaningOf(name).unit !== undefined ? [flow.flow] : [];
  });
  return new Set(flows).size > 1;
}

/** `W` in a column of states is a true value and no watt; where a heading names the unit, no cell beside it does. */
function saysOther({ name }: Profile, free: readonly Profile[]): boolean {
  return (
    otherQuantityOf(meaningOf(name)) !== undefined ||
    free.some((each) => each.kind === 'number' && meaningOf(each.name).unit !== undefined)
  );
}

/** Most of its cells are words such as `import`, or codes such as 1.8.0. */
function saysMeasures(sample: Sample, column: Profile): boolean {
  const texts = columnTexts(sample, column);
  const says = (text: string) => saysDirection(text) || saysOtherQuantity(text);
  return texts.filter(says).length > 0.6 * texts.length || namesCommodities([...new Set(texts)]);
}

/** `Q+` beside `P+`, the reactive energy of the same meter, or what was forecast of what is measured. */
export function saysOtherQuantity(text: string): boolean {
  const other = otherQuantityOf(meaningOf(text));
  return other === 'reactive' || other === 'apparent' || other === 'forecast' || suffixCode(text) === 'reactive';
}

/** Whether the name of a series is that of a quantity which no unit of energy fits: `grid voltage`, `temperature`. */
export function saysNoEnergy(text: string): boolean {
  const other = otherQuantityOf(meaningOf(text));
  return other !== undefined && isMeasured(other);
}

/** The same, and a quantity or a unit that no energy has: `VOLTS` beside `KWH_DEL` in a column of what rows are of. */
export function saysNothingOfEnergy(text: string): boolean {
  return saysOtherQuantity(text) || saysNoEnergy(text) || otherUnitOf(text) !== undefined;
}

/**
 * `Active Import Interval (kWh)` in every row: the unit that all cells of a column of directions name, those of other
 * quantities left aside.
 */
export function unitOfDirections(sample: Sample, column: Profile | undefined): Unit | undefined {
  if (!column) return undefined;
  const texts = [...new Set(columnTexts(sample, column))].filter((text) => !saysNothingOfEnergy(text));
  const units = new Set(texts.map((text) => meaningOf(text).unit));
  const [only] = units;
  return units.size === 1 ? only : undefined;
}

function saysDirection(text: string): boolean {
  const flow = flowOfDirection(text);
  return flow !== undefined && (flow.certainty === 'certain' || flow.certainty === 'generic');
}

/** Directions are few, and each is written again and again. */
const MOST_DIRECTIONS = 12;

/** A column under any name, all of whose cells say where the energy goes: `Afname Dag`, `Injectie Nacht`. */
function isDirectionColumn(sample: Sample, column: Profile): boolean {
  if (column.kind !== 'text') return false;
  const texts = columnTexts(sample, column);
  const distinct = [...new Set(texts)];
  if (namesCommodities(distinct)) return true;
  return (
    distinct.length > 0 &&
    distinct.length <= MOST_DIRECTIONS &&
    texts.length >= sample.rows.length / 2 &&
    distinct.every((text) => saysDirection(text) || saysNothingOfEnergy(text)) &&
    (distinct.some((text) => DIRECTIONS.has(flowOfDirection(text)?.flow ?? '') && !LONE_LETTER.test(text)) ||
      tellsRanks(distinct))
  );
}
/** `Main` in some rows and `Sub` in others. */
function tellsRanks(distinct: readonly string[]): boolean {
  const ranks = new Set(distinct.map(meterRank));
  return ranks.has('main') && ranks.has('sub');
}

/** As rows are of it: in the name of a column hot water is what heats it. */
const WATER = /water|wasser|(?<!\p{L})(?:eau|agua|água|acqua|vand|vatten|vesi|woda|voda)(?!\p{L})/iu;

/** `Electricity` in some rows and `Gas` in others: what the rows are of. */
function namesCommodities(distinct: readonly string[]): boolean {
  const flows = distinct.map((text) => flowOfDirection(text));
  const other = flows.filter((flow) => flow?.flow === 'gas' || flow?.flow === 'heat');
  const electric = flows.filter((flow) => flow?.flow === 'consumption' && flow.certainty === 'bare');
  const water = distinct.filter((text, at) => !flows[at] && WATER.test(text));
  return distinct.length > 1 && other.length > 0 && other.length + electric.length + water.length === distinct.length;
}

/**
 * A suffix of a register, `B1`, is a direction only in a column that is named for one: elsewhere it may be anything.
 */
const LONE_LETTER = /^\s*\p{L}\d?\s*$/u;
const DIRECTIONS: ReadonlySet<string> = new Set(['import', 'export', 'production', 'charge', 'discharge']);

/** Most of its cells are IANA names. Abbreviations such as CST are left out: they mean several zones. */
function namesZones(sample: Sample, column: Profile): boolean {
  const texts = columnTexts(sample, column);
  const known = [...new Set(texts)].filter((text) => /\/|^\s*(UTC|GMT)\s*$/.test(text) && isTimeZone(text.trim()));
  return texts.filter((text) => known.includes(text)).length > 0.6 * texts.length;
}

/** A number of its own for nearly every row names the row, not a series. */
function numbersRows(sample: Sample, column: Profile): boolean {
  const texts = columnTexts(sample, column);
  return texts.length >= ROWS_TO_TELL && new Set(texts).size > texts.length / 2;
}
