/**
 * A column that holds nothing but a sign, a letter or a flag: it says which way the energies beside it go. `+/-`,
 * `Sign` with 1 and -1, `D/C`, `is_export`.
 */
import type { Flow } from '../../../shared/energy/flows.ts';
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import type { Look } from './looks.ts';
import type { Profile } from './profile.ts';
import { question } from './question.ts';
import type { Roles } from './roles.ts';
import type { RowOrder } from './row-order.ts';
import type { Sample } from './sample.ts';
import { flowOf } from './words/flow-of-words.ts';
import { meaningOf } from './words/meaning.ts';
import { positiveBySigns } from './words/sign-legend.ts';

export interface SignColumn {
  readonly profile: Profile;
  /** What each of its two cells says. */
  readonly flows: Readonly<Record<string, Flow>>;
  readonly why: string;
}

/** What comes in and what goes out, as cells in small letters. */
const SIGNS = [
  ['+', '-'],
  ['+', '−'],
  ['+', '–'],
  ['1', '-1'],
  ['+1', '-1'],
] as const;
/** The same as letters and words of accounts and meters. */
const LETTERS = [
  ['d', 'c'],
  ['dr', 'cr'],
  ['debit', 'credit'],
  ['s', 'h'],
  ['soll', 'haben'],
  ['b', 'l'],
  ['b', 'e'],
  ['i', 'e'],
  ['a', 'i'],
  ['p', 'i'],
] as const;
const FLAGS = [
  ['true', 'false'],
  ['1', '0'],
  ['yes', 'no'],
  ['y', 'n'],
  ['ja', 'nein'],
  ['oui', 'non'],
] as const;

const NAMED_FOR_A_SIGN = new RegExp(
  String.raw`^\s*[+±]\s*/?\s*[-−–]?\s*$|(?<!\p{L})(?:` +
    'sign|vorzeichen|vz|dir|direction|richtung|signe|signo|segno|sinal|' +
    'teken|' +
    'fortegn|tecken|znak|etumerkki|way|flow|d/c|dr/cr|c/d|l/b|b/l|b/e|i/e|a/i|p/i|s/h|soll/haben|' +
    String.raw`debit/credit)(?!\p{L})`,
  'iu',
);
/** What says the meaning of signs is short; a line may be of any length. */
const LONGEST_LEGEND = 300;
const IS = /^\s*(?:is|ist|flag)[\s_]?/i;

/**
 * @param looks columns that may be energies
 * @param orderOf the order of the rows, which few files are asked for
 * @param lines above the table, which may say what its signs mean
 * @returns undefined where there is none, or several energies stand beside it
 * @throws Question LAYOUT_AMBIGUOUS where nothing tells which sign is which
 */
export function signColumn(
  sample: Sample,
  roles: Roles,
  looks: readonly Look[],
  { orderOf, lines, settings }: { orderOf: () => RowOrder; lines: readonly string[]; settings: LayoutSettings },
): SignColumn | undefined {
  if (roles.ids.measure) return undefined;
  for (const profile of roles.rest) {
    const energies = looks.filter((look) => look.profile.index !== profile.index && look.profile.kind === 'number');
    const [energy] = energies;
    const found = roles.given.has(profile.index) ? undefined : cellsOf(sample, profile);
    if (!energy || energies.length > 1 || !found) continue;
    const [first, second] = found.pair;
    const flows = (isReversed: boolean) =>
      ({ [first]: isReversed ? 'export' : 'import', [second]: isReversed ? 'import' : 'export' }) as const;
    const legend = [profile.name, energy.profile.name, ...lines.map((line) => line.slice(0, LONGEST_LEGEND))]
      .map(positiveBySigns)
      .find((each) => each !== undefined);
    const byNight = atNight(sample, orderOf(), { profile, energy: energy.profile, first });
    if (found.said !== undefined && byNight !== !found.said)
      return { profile, flows: flows(!found.said), why: `what "${profile.name}" says of its cells` };
    if (found.said === undefined && legend !== undefined)
      return { profile, flows: flows(legend === 'out'), why: 'the file says what its signs mean' };
    if (found.said === undefined && byNight === true)
      return { profile, flows: flows(false), why: `by night its cells are "${first}": a site draws then` };
    const reversed = byNight === false;
    const setting = (isReversed: boolean) => ({
      columns: { [profile.name]: { role: 'measure' as const } },
      flows: flows(isReversed),
    });
    throw question(
      'LAYOUT_AMBIGUOUS',
      `"${profile.name}" says of each value in which direction it goes, and nothing tells which of "${first}" and ` +
        `"${second}" is what comes from the grid.`,
      [
        { means: `"${reversed ? second : first}" comes from the grid`, setting: setting(reversed) },
        { means: `"${reversed ? first : second}" comes from the grid`, setting: setting(!reversed) },
        { means: 'it says something else', setting: { columns: { [profile.name]: { role: 'ignored' } } } },
      ],
      settings,
    );
  }
  return undefined;
}

/** @returns the roles with a column as that of the directions */
export function withDirections(roles: Roles, column: Profile): Roles {
  return {
    ...roles,
    ids: { ...roles.ids, measure: column },
    rest: roles.rest.filter((each) => each !== column),
  };
}

interface Cells {
  /** As they are written: what comes in, and what goes out. */
  readonly pair: readonly [string, string];
  /** Whether the words say that it is so; undefined where they do not. */
  readonly said: boolean | undefined;
}

const ROWS_NEEDED = 12;

function cellsOf({ rows }: Sample, { index, name }: Profile): Cells | undefined {
  const texts = rows.map((row) => (row[index] ?? '').trim());
  const written = [...new Set(texts)];
  if (written.length !== 2 || texts.length < ROWS_NEEDED) return undefined;
  const among = (pairs: readonly (readonly [string, string])[]) => {
    for (const pair of pairs) {
      const [first, second] = pair.map((each) => written.find((text) => text.toLowerCase() === each));
      if (first !== undefined && second !== undefined) return [first, second] as const;
    }
    return undefined;
  };
  const named = NAMED_FOR_A_SIGN.test(name);
  const signs = named ? among(SIGNS) : undefined;
  if (signs) return { pair: signs, said: undefined };
  const letters = named ? among(LETTERS) : undefined;
  if (letters) return { pair: letters, said: true };
  const flow = IS.test(name) ? flowOf(meaningOf(name.replace(IS, '')))?.flow : undefined;
  const flags = flow === 'import' || flow === 'export' ? among(FLAGS) : undefined;
  return flags && { pair: flow === 'import' ? flags : [flags[1], flags[0]], said: true };
}

/** Hours in which the sun hardly shines, and those in which it does, minutes from midnight. */
const NIGHT = { from: 23 * 60, to: 4 * 60 };
const NOON = { from: 11 * 60, to: 14 * 60 };
const ROWS_OF_A_NIGHT = 6;
const AGREEING = 0.9;

/** @returns whether a site draws by night what the first cell says; undefined where the rows do not agree */
function atNight(
  { rows }: Sample,
  order: RowOrder,
  { profile, energy, first }: { profile: Profile; energy: Profile; first: string },
): boolean | undefined {
  const share = (isThen: (minute: number) => boolean) => {
    const then = rows.filter((row, at) => isThen(order.minuteOfDay(at)) && /[1-9]/.test(row[energy.index] ?? ''));
    const own = then.filter((row) => (row[profile.index] ?? '').trim() === first);
    return then.length < ROWS_OF_A_NIGHT ? undefined : own.length / then.length;
  };
  const night = share((minute) => minute >= NIGHT.from || minute < NIGHT.to);
  const noon = share((minute) => minute >= NOON.from && minute < NOON.to);
  if (night === undefined || noon === undefined) return undefined;
  if (night >= AGREEING && noon < AGREEING) return true;
  return night <= 1 - AGREEING && noon > 1 - AGREEING ? false : undefined;
}
