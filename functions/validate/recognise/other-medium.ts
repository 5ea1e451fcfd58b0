/** A file of gas, water or heat alone: it is refused with what it holds, and no unit of energy is proposed for it. */
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { otherUnitOf } from '../../../shared/readings/units.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { idNameOf } from '../vocabulary/column-names.ts';
import type { Look, Looked } from './looks.ts';
import type { Profile } from './profile.ts';
import type { Roles } from './roles.ts';
import { columnTexts, type Sample } from './sample.ts';
import { meaningOf } from './words/meaning.ts';

const MEDIA = ['gas', 'water', 'heat'] as const;

/**
 * @param looked what the headings say
 * @param preamble lines above the table
 * @returns undefined where something may be electricity, or a person says that it is
 */
export function refusalOfMedium(
  sample: Sample,
  roles: Roles,
  looked: Looked,
  preamble: readonly string[],
  settings: LayoutSettings,
): InputRejected | undefined {
  const { candidates, left } = looked;
  if (settings.unit !== undefined || candidates.some(saysEnergy)) return undefined;
  const unit = unitOfAll(sample, roles);
  if (unit) return refusal(`"${unit.column}" says ${unit.text} of every value`);
  const title = titleOf(preamble);
  if (title && candidates.length > 0) return refusal(`its first line says "${title}"`);
  const counted = candidates.length === 0 ? left.find(({ role, profile }) => counts(role, profile)) : undefined;
  return counted && refusal(`"${counted.profile.name}" counts ${mediumOf(counted.profile.name) ?? 'gas'}`);
}

function counts(role: string, { name, kind }: Profile): boolean {
  const { otherUnit } = meaningOf(name);
  return kind === 'number' && (role === 'gas' || (mediumOf(name) !== undefined && otherUnit === 'volume'));
}

function saysEnergy({ given, unit, unitElsewhere }: Look): boolean {
  return given !== undefined || unit !== undefined || unitElsewhere;
}

/** The one unit, none of energy, that a column named for units has in every cell. */
function unitOfAll(sample: Sample, { rest }: Roles): { column: string; text: string } | undefined {
  for (const profile of rest) {
    const [text, ...others] = new Set(columnTexts(sample, profile).map((cell) => cell.trim()));
    const isOther = text !== undefined && ['volume', 'gas', 'heat'].includes(otherUnitOf(text) ?? '');
    if (idNameOf(profile.name)?.kind === 'unit' && others.length === 0 && isOther)
      return { column: profile.name, text };
  }
  return undefined;
}

/** `Wasser;19.09.24`: the first cell above the table is the medium, and nothing else. */
function titleOf([line = '']: readonly string[]): string | undefined {
  const [cell = ''] = line.split(/[;,\t|]/, 1);
  const title = cell.replace(/["\ufeff]/g, '').trim();
  return mediumOf(title) && meaningOf(title).names.length === 0 ? title : undefined;
}

function mediumOf(name: string): string | undefined {
  const { concepts } = meaningOf(name);
  return MEDIA.find((medium) => concepts.has(medium));
}

function refusal(why: string): InputRejected {
  const setting = { unit: 'kWh' };
  return new InputRejected(
    'NOT_READINGS',
    `Nothing in the file is electricity: ${why}. If it is electricity all the same, say so with --layout: ` +
      `${JSON.stringify(setting)}.`,
    { setting },
  );
}
