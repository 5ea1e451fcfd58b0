/** The unit that the lines before a table name for all of it. */
import type { Unit } from './layout.ts';
import { isEnergyUnit, isRate, unitIn, unitOf } from './units.ts';

/** A line before the table that names a unit, or says that something is in one. */
const UNIT_LABELS =
  'units?|uom|einheit|masseinheit|unite|unité|eenheid|unidad|unidade|unit[aà]|enhet|enhed|yksikko|yksikkö|jednostka|' +
  'jednotka|uhik|enota|in|en';
const LABELLED = new RegExp(
  `(?:^|[^\\p{L}])(?:${UNIT_LABELS})[\\s:;,="]+["']?([a-z][a-z\\s_-]{0,13}?)["']?\\s*(?:[,;\\t()\\]."]|$)`,
  'giu',
);

/**
 * What lines below a table say of all of it: `All values in MWh`, `* Angaben in kWh`. A sum with its unit says nothing.
 */
export function unitOfFootnotes(lines: readonly string[]): Unit | undefined {
  const said = lines.filter((line) => !/\d/.test(line) && !isRate(line));
  const units = said.flatMap((line) => [...line.matchAll(LABELLED)].map(([, word = '']) => unitOf(word)));
  const [only, ...others] = new Set(units.filter((unit) => unit !== undefined));
  return others.length === 0 ? only : undefined;
}

/** `単位[MW平均]` */
const LABELLED_EAST = /(?:単位|单位|단위)\s*[[(（:：]?\s*([a-z]{1,4})/giu;

/**
 * The unit that the lines before a table name for all of it: `Unit: kWh`, `Energy in kWh`, `UOM,kWh`, or a cell that is
 * a unit.
 * @returns undefined where they name none, or several
 */
export function unitOfPreamble(lines: readonly string[]): Unit | undefined {
  const found = new Set<Unit>();
  for (const line of lines) {
    if (isRate(line)) continue;
    for (const [, word = ''] of [...line.matchAll(LABELLED), ...line.matchAll(LABELLED_EAST)]) {
      const unit = unitOf(word);
      if (unit) found.add(unit);
    }
    for (const cell of line.split(/[,;\t|]/)) {
      const unit = unitOf(cell.replace(/^\s*["']|["']\s*$/g, '')) ?? energyIn(cell);
      if (unit) found.add(unit);
    }
  }
  const energies = [...found].filter(isEnergyUnit);
  const [only] = found;
  return found.size === 1 ? only : energies.length === 1 ? energies[0] : undefined;
}

function energyIn(cell: string): Unit | undefined {
  const found = unitIn(cell);
  return found && isEnergyUnit(found.unit) ? found.unit : undefined;
}
