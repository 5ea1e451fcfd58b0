/** Submeters whose names say behind which other one they are: `davon Halle 2`, `Hall: press`, `1.1 Press`. */
import { unitIn } from '../../../shared/readings/units.ts';
import { covers } from './compared-columns.ts';
import type { Series } from './series.ts';

/** How a heading says that its column is a part of the one before: `of which: lifts`, `davon Halle 2`. */
export const PART_OF = new RegExp(
  '^\\s*(?:(?:of which|thereof|incl(?:uding|\\.)?|davon|darunter|inkl\\.?|dont|y compris|waarvan|' +
    'di cui|de los cuales|del cual|dos quais|heraf|varav|hvorav|z toho|z tego|w tym|mist[äa]|josta|ebb[őo]l)' +
    '(?!\\p{L})|[↳└→›»]|-{1,2}>)',
  'iu',
);
const BEHIND = /[[(]\s*(?:behind|hinter|part of|teil von|sub of|unter)\s+([^\])]+?)\s*[\])]/iu;
const NUMBERED = /^\s*(\d+(?:\.\d+)*)\.?\s+\S/;
const SEPARATOR = /^\s*(?:[:/>→»|\\]|\s[-–]\s|\s-\s)\s*\S/u;

/**
 * @param submeters in the file's order
 * @returns for each that is behind another one, that other one; only where it shows no less than all behind it
 */
export function partsByName(submeters: readonly Series[]): ReadonlyMap<Series, Series> {
  const names = new Map(submeters.map((one) => [one, bareName(one)]));
  const wholeOf = new Map<Series, Series>();
  let before: Series | undefined;
  for (const one of submeters) {
    const name = names.get(one) ?? '';
    if (PART_OF.test(name)) {
      if (before) wholeOf.set(one, before);
      continue;
    }
    before = one;
    const whole = submeters.find((other) => other !== one && isBehind(name, names.get(other) ?? ''));
    if (whole) wholeOf.set(one, whole);
  }
  const wholes = new Set(wholeOf.values());
  const partsOf = (whole: Series) => submeters.filter((one) => wholeOf.get(one) === whole);
  const held = new Set([...wholes].filter((whole) => covers(whole, partsOf(whole))));
  return new Map([...wholeOf].filter(([one, whole]) => held.has(whole) && one.look.given === undefined));
}

function isBehind(name: string, other: string): boolean {
  if (other === '') return false;
  const number = NUMBERED.exec(name)?.[1];
  const above = NUMBERED.exec(other)?.[1];
  if (number !== undefined && above !== undefined) return number.replace(/\.\d+$/, '') === above && number !== above;
  const said = BEHIND.exec(name)?.[1];
  if (said !== undefined) return said.toLowerCase() === other.toLowerCase();
  return name.toLowerCase().startsWith(other.toLowerCase()) && SEPARATOR.test(name.slice(other.length));
}

function bareName({ look: { profile } }: Series): string {
  const text = unitIn(profile.name)?.rest ?? profile.name;
  return text.replace(/[[(]\s*[\])]/g, '').trim();
}
