/** Looks at each column that is neither a time nor a name: what its heading, its unit and its cells say. */
import { isQuantity } from '../../../shared/energy/flows.ts';
import { isPower, type LayoutColumn, type LayoutSettings, type Unit } from '../../../shared/readings/layout.ts';
import { unitOf } from '../../../shared/readings/units.ts';
import { idNameOf, plain } from '../vocabulary/column-names.ts';
import type { Profile } from './profile.ts';
import type { Roles } from './roles.ts';
import { flowOf, type OtherQuantity, otherQuantityOf } from './words/flow-of-words.ts';
import { type Meaning, meaningOf } from './words/meaning.ts';

export type GivenColumn = NonNullable<ReturnType<Roles['given']['get']>>;

/** A column that may hold energies. */
export interface Look {
  readonly profile: Profile;
  readonly meaning: Meaning;
  readonly given: GivenColumn | undefined;
  /** Undefined where cells, a column of units or nobody says it. */
  readonly unit: Unit | undefined;
  /** The column's own cells or another column say the unit of each value. */
  readonly unitElsewhere: boolean;
  /** Where the unit stands, for people. */
  readonly unitFrom: string;
}

/** A column that is kept out, or kept as a measure of its own. */
export interface LeftOut {
  readonly profile: Profile;
  readonly role: LayoutColumn['role'];
  readonly why: string;
}

export interface Looked {
  readonly candidates: readonly Look[];
  readonly left: readonly LeftOut[];
}

/** Roles of measures that are kept by name, and what is said of the others. */
const ROLE_OF = {
  reactive: { role: 'reactive', why: 'reactive energy' },
  apparent: { role: 'ignored', why: 'apparent energy or power' },
  saving: { role: 'ignored', why: 'what was saved' },
  money: { role: 'cost', why: 'an amount of money' },
  price: { role: 'price', why: 'a price' },
  emission: { role: 'ignored', why: 'emissions' },
  state_of_charge: { role: 'ignored', why: 'the state of charge of a battery' },
  temperature: { role: 'temperature', why: 'a temperature' },
  weather: { role: 'ignored', why: 'weather' },
  voltage: { role: 'ignored', why: 'a voltage' },
  factor: { role: 'ignored', why: 'a factor' },
  multiplier: { role: 'ignored', why: 'a factor of the meter' },
  comparison: { role: 'ignored', why: 'what others use, or would be used in another climate' },
  both_ways: { role: 'ignored', why: 'what went through the meter, whichever way' },
  other_period: { role: 'ignored', why: 'the energy of another period than the row' },
  prepaid: { role: 'ignored', why: 'the credit of a prepaid meter' },
  ambient: { role: 'ignored', why: 'what a heat pump takes from the air or the ground' },
  residual_load: { role: 'ignored', why: 'what of the load wind and sun leave to others' },
  harmonic: { role: 'ignored', why: 'the fundamental or the harmonics of what stands beside it' },
  frequency: { role: 'ignored', why: 'a frequency' },
  current: { role: 'ignored', why: 'a current' },
  forecast: { role: 'ignored', why: 'a forecast' },
  limit: { role: 'ignored', why: 'a limit, or the most or least of many values' },
  water: { role: 'ignored', why: 'water, or another volume' },
  calendar: { role: 'ignored', why: 'a part of the calendar' },
  flag: { role: 'ignored', why: 'it says how a reading came about' },
  count: { role: 'ignored', why: 'a share, a count or another quantity' },
  identifier: { role: 'ignored', why: 'an identifier' },
} as const satisfies Record<OtherQuantity, { role: LayoutColumn['role']; why: string }>;

/** @param preamble the unit that the lines before the table name */
export function lookAtColumns(roles: Roles, settings: LayoutSettings, preamble: Unit | undefined): Looked {
  const candidates: Look[] = [];
  const left: LeftOut[] = [];
  const stands = standsOfBills(roles.rest);
  const amongTemperatures = roles.rest.some(({ name }) => meaningOf(name).concepts.has('weather'));
  for (const profile of roles.rest) {
    const given = roles.given.get(profile.index);
    const beside = roles.units.get(profile.index);
    const meaning = meaningOf(beside ? `${profile.name} [${beside.unit}]` : profile.name);
    const out = given
      ? outAsGiven(given)
      : stands.has(profile.index)
        ? STAND_OF_A_BILL
        : outByItself(profile, meaning, roles, amongTemperatures);
    if (out) left.push({ profile, ...out });
    else candidates.push({ profile, meaning, given, ...unitFor(profile, meaning, given, roles, settings, preamble) });
  }
  return { candidates, left };
}

const STAND_OF_A_BILL = { role: 'ignored', why: 'a stand of the meter, whose difference stands beside it' } as const;
const EARLIER = new RegExp(
  String.raw`previous|prior|opening|(?<!\p{L})(?:start|last|alt|vorher|vorig|anfang)|ancien|anterior|precedent|begin|` +
    'vechi|pociat|начал|предыдущ|попередн',
  'iu',
);
const LATER = new RegExp(
  String.raw`current|present|closing|latest|(?<!\p{L})(?:end|new|neu|nouve|actual|aktuell|huidig|eind|nou(?!\p{L}))|` +
    'koncov|конеч|текущ|поточн',
  'iu',
);

/**
 * A bill's row may give the stand at its start and the one at its end beside what was used.
 * @returns positions of such columns
 */
function standsOfBills(profiles: readonly Profile[]): ReadonlySet<number> {
  const stands = profiles.filter(({ name, kind }) => {
    const { concepts, unit } = meaningOf(name);
    return kind === 'number' && (concepts.has('register') || (concepts.has('energy') && unit === undefined));
  });
  const earlier = stands.filter(({ name }) => EARLIER.test(name));
  const later = stands.filter(({ name }) => LATER.test(name) && !EARLIER.test(name));
  const used = profiles.some((each) => {
    const { concepts, unit } = meaningOf(each.name);
    const isEnergy = concepts.has('consumption') || (concepts.has('energy') && unit !== undefined);
    return each.kind === 'number' && isEnergy && !earlier.includes(each) && !later.includes(each);
  });
  return new Set(
    earlier.length > 0 && earlier.length === later.length && used
      ? [...earlier, ...later].map((each) => each.index)
      : [],
  );
}

const OUT_AS_GIVEN: readonly LayoutColumn['role'][] = ['ignored', 'quality', 'version', 'multiplier'];

function outAsGiven({ role }: GivenColumn): Omit<LeftOut, 'profile'> | undefined {
  return role !== undefined && (OUT_AS_GIVEN.includes(role) || isQuantity(role)) ? { role, why: 'given' } : undefined;
}

/** `Time_ms`, a time of the row as a number of some epoch. */
const COUNTED_TIME = /^(?:(?:date)?time(?:stamp)?[\s_.-]?(?:ms|us|ns|raw|unix|epoch)|excel[\s_]?(?:time|date))$/i;
/** `Days`, `Number of days billed`, `Nb jours`: how long the period of a bill is. */
const DAYS = new RegExp(
  String.raw`^(?:(?:no|number|nbr?|nombre|num(?:ero)?|anzahl|antal|aantal|liczba|pocet)\W*(?:of|de|der|di)?\W*)?` +
    String.raw`(?:bill(?:ing|ed)?\W*)?(?:days|tage|jours|dias|giorni|dagen|dage|dagar|dni|dnu|napok)` +
    String.raw`(?:\W*(?:bill(?:ed)?|(?:in|of)\W.*))?$`,
);
/** What a meter counts of its disc or its lamp: beside energies they are the same once more. */
const PULSES = new RegExp(
  String.raw`(?<!\p{L})(?:pulses|pulse[\s_]?counts?|impuls(?:e|es|os|ions|i|er|en)|pulsos|pulser|pulssit)(?!\p{L})|` +
    'импульс',
  'iu',
);
/** Kinds of cells that are times: `Bill Month` is no money. */
const TIMES: ReadonlySet<Profile['kind']> = new Set(['datetime', 'date', 'month', 'clock']);
/** Loggers of home automation and of the grid have no other `q`. */
const QUALITY_OR_REACTIVE = { role: 'ignored', why: 'the quality of a value, or a reactive power' } as const;

/** A numbered temperature beside a numbered humidity: T1 and RH_1. */
const NUMBERED_TEMPERATURE = /^t[\s_]?(\d{1,2}|out|in|air|amb)$/i;

function outByItself(
  profile: Profile,
  meaning: Meaning,
  roles: Roles,
  amongTemperatures: boolean,
): Omit<LeftOut, 'profile'> | undefined {
  const { name, kind } = profile;
  if (name === '') return { role: 'ignored', why: 'it has no name' };
  const id = idNameOf(name, kind === 'number')?.kind;
  if (id && roles.ids[id] && meaning.unit === undefined)
    return { role: 'ignored', why: `"${roles.ids[id].name}" is taken for what it names` };
  const other = otherQuantityOf(meaning);
  if (other && TIMES.has(kind)) return { role: 'ignored', why: 'another time' };
  if (other) return ROLE_OF[other];
  const isVolume = meaning.otherUnit === 'volume';
  if (meaning.concepts.has('gas') && meaning.unit === undefined && (meaning.names.length === 0 || isVolume))
    return { role: 'gas', why: 'gas, whose unit is none of energy' };
  const isHeat = meaning.concepts.has('heat') || meaning.otherUnit === 'heat';
  if (isHeat && meaning.unit === undefined && meaning.otherUnit !== undefined)
    return { role: 'ignored', why: 'heat, in a unit that is not converted' };
  if (/^q$/i.test(name.trim())) return QUALITY_OR_REACTIVE;
  if (COUNTED_TIME.test(name.trim())) return { role: 'ignored', why: 'another time' };
  if (kind === 'number' && DAYS.test(plain(name))) return { role: 'ignored', why: 'how many days a period has' };
  if (PULSES.test(name) && meaning.unit === undefined && roles.rest.some((each) => isInEnergy(each)))
    return { role: 'ignored', why: 'pulses of a meter, whose energy stands beside them' };
  if (amongTemperatures && NUMBERED_TEMPERATURE.test(name)) return ROLE_OF.temperature;
  if (kind !== 'number' && kind !== 'empty') {
    if (kind === 'text' && meaning.concepts.has('flag')) return ROLE_OF.flag;
    if (meaning.unit !== undefined) return undefined;
    return { role: 'ignored', why: TIMES.has(kind) ? 'another time' : 'it does not hold numbers' };
  }
  if (profile.currency > profile.numbers / 2) return ROLE_OF.money;
  if (unitOf(profile.word ?? '') === undefined && profile.words > profile.numbers / 2)
    return { role: 'ignored', why: `values in ${profile.word}` };
  return undefined;
}

function isInEnergy({ name, kind }: Profile): boolean {
  const { unit } = meaningOf(name);
  return kind === 'number' && unit !== undefined && !isPower(unit);
}

function unitFor(
  profile: Profile,
  meaning: Meaning,
  given: GivenColumn | undefined,
  roles: Roles,
  settings: LayoutSettings,
  preamble: Unit | undefined,
): Pick<Look, 'unit' | 'unitElsewhere' | 'unitFrom'> {
  const { unit, concepts } = meaning;
  if (given?.unit) return { unit: given.unit, unitElsewhere: false, unitFrom: 'given' };
  const inCells = unitOf(profile.word ?? '') !== undefined;
  const beside = roles.units.get(profile.index);
  if (unit && !inCells)
    return { unit, unitElsewhere: false, unitFrom: `${beside ? `"${beside.column}"` : 'its name'} says ${unit}` };
  if (roles.ids.unit)
    return { unit: undefined, unitElsewhere: true, unitFrom: `"${roles.ids.unit.name}" says it of each value` };
  if (inCells) return { unit: unit, unitElsewhere: true, unitFrom: `its values carry ${profile.word}` };
  // Who says kWh of a file does not say it of the power that stands beside the energy.
  if (settings.unit && !(isPowerByName(meaning) && !isPower(settings.unit) && besideEnergy(roles)))
    return { unit: settings.unit, unitElsewhere: false, unitFrom: `the unit ${settings.unit} was given` };
  // A line that says "energy in kWh" says nothing of a column of power.
  if ((preamble && isPower(preamble) === concepts.has('power')) || (preamble && !concepts.has('power')))
    return { unit: preamble, unitElsewhere: false, unitFrom: `a line beside the table says ${preamble}` };
  return { unit: undefined, unitElsewhere: false, unitFrom: '' };
}

export function isPowerByName({ concepts, last }: Meaning): boolean {
  const says = last.includes('power') || (concepts.has('power') && !concepts.has('energy'));
  return says && !concepts.has('consumption') && !concepts.has('register');
}

/** Whether a column is named for energy and no power. */
function besideEnergy({ rest }: Roles): boolean {
  const meanings = rest.filter(({ kind }) => kind === 'number').map(({ name }) => meaningOf(name));
  const counts = (each: Meaning) => each.concepts.has('energy') || each.concepts.has('today');
  return meanings.some((each) => counts(each) && !isPowerByName(each));
}

const KNOWN_SCRIPTS = ['Latin', 'Greek', 'Cyrillic', 'Han', 'Hiragana', 'Katakana', 'Hangul'];
/** Of the languages of other scripts the vocabulary has few words or none: a heading that it does not know is mute. */
const OTHER_SCRIPTS = new RegExp(
  String.raw`[^\P{L}${KNOWN_SCRIPTS.map((script) => String.raw`\p{Script=${script}}`).join('')}]`,
  'u',
);

/** Headings that say nothing at all: `c1`, `field2`, `Column 3`, `V`. */
const SILENT = new RegExp(
  '^(?:c|col|column|spalte|colonne|champ|campo|field|feld|var|variable|series|serie|data|channel|ch|[xyzvfpn])?' +
    '[\\s_.-]*\\d*$',
  'i',
);

export function isSilent({ profile, meaning }: Pick<Look, 'profile' | 'meaning'>): boolean {
  if (isMute(profile.name, meaning)) return true;
  return SILENT.test(profile.name.trim()) && meaning.unit === undefined && meaning.code === undefined;
}

/** Whether a heading is of words that nobody here knows. */
function isMute(name: string, meaning: Meaning): boolean {
  return OTHER_SCRIPTS.test(name) && flowOf(meaning)?.certainty === 'named';
}
