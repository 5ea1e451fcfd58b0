/** The columns of a layout that a file's series become. */
import type { Flow } from '../../../shared/energy/flows.ts';
import type { LayoutColumn } from '../../../shared/readings/layout.ts';
import { unitOf } from '../../../shared/readings/units.ts';
import { countingOf } from './evidence.ts';
import type { Look } from './looks.ts';
import type { Assigned } from './parts.ts';
import type { Series } from './series.ts';

export type ValueColumn = LayoutColumn & { readonly role: 'energy' | 'power' | 'register' | 'total' };

/**
 * @param reversed whether its positive values are the other direction
 * @param emptyIsZero whether an empty cell is no energy
 */
export function columnOf(
  { series, flow, why, behind }: Assigned,
  reversed: boolean,
  emptyIsZero: boolean,
): ValueColumn {
  const { look, role } = series;
  const { profile, meaning, given } = look;
  const whole = meaning.names.length === 0 && meaning.tag === '' && meaning.phase === undefined;
  const reasons = [
    given ? 'given' : look.unitFrom,
    given?.factor === undefined && meaning.scale !== 1
      ? `its name says that it counts ${meaning.scale} ${look.unit}`
      : '',
    given?.flow || given?.measure ? '' : series.flow.why,
    why ?? '',
    roleWhy(series),
    emptyIsZero ? 'each row fills one of both directions: an empty cell is none' : '',
  ];
  return {
    ...placed(look, role, flow),
    ...(given?.meter ? { meter: given.meter } : {}),
    ...parentOf(given?.parent ?? behind?.look.profile.name),
    ...factorOf(look),
    ...(emptyIsZero ? { empty_is_zero: true as const } : {}),
    ...(meaning.phase ? { phase: meaning.phase } : {}),
    ...((given?.sign ?? (reversed ? 'reversed' : undefined)) ? { sign: 'reversed' as const } : {}),
    ...(given?.appliance === undefined
      ? whole
        ? {}
        : { appliance: withoutUnit(profile.name) }
      : { appliance: given.appliance }),
    why: [...new Set(reasons.filter((reason) => reason !== ''))].join('; '),
  };
}

function factorOf({ given, meaning }: Look) {
  const factor = given?.factor ?? meaning.scale;
  return factor === 1 ? {} : { factor };
}

function parentOf(parent: string | undefined) {
  return parent === undefined ? {} : { parent };
}

/** A way counts in the term of each of its ends. */
export function routeColumn(look: Look, flow: Flow, role: Series['role']): ValueColumn {
  const name = withoutUnit(look.profile.name);
  const names = `"${name}" names where it comes from and where it goes`;
  const why = [look.unitFrom, names, 'an empty cell beside others is none'].join('; ');
  // Portals leave the cell of a way empty on which nothing went.
  return { ...placed(look, role, flow), appliance: name, empty_is_zero: true, why };
}

/** Where a column's values stand, and what they are. */
function placed({ profile, unit, unitElsewhere }: Look, role: Series['role'], flow: Flow) {
  return {
    index: profile.index,
    name: profile.name,
    role,
    ...(unit ? { unit } : {}),
    ...(unitElsewhere && profile.words > 0 ? { unit_in_cells: true } : {}),
    flow,
  };
}

/** `Kitchen [kWh]` is called Kitchen; a unit without brackets is part of a name that somebody made up. */
function withoutUnit(name: string): string {
  const [, own = '', unit = ''] = /^(.*\S)\s*[[(]([^\])]+)[\])]$/.exec(name) ?? [];
  return own !== '' && unitOf(unit) !== undefined ? own : name;
}

function roleWhy({ role, evidence, look: { given, meaning } }: Series): string {
  if (given?.role || role !== 'register') return '';
  const counting = countingOf(evidence);
  if (counting === 'stands')
    return `its values are stands that only grow, ${Math.round(evidence.growth.size)} times their steps`;
  if (counting === 'restarts') return 'its values grow and start again';
  return meaning.code ? `the code ${meaning.code.text} is one of a register` : 'its name is one of a register';
}

/** The second of two columns of one name is another series. */
export function named(columns: readonly ValueColumn[]): ValueColumn[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const key = JSON.stringify([column.appliance ?? '', column.flow]);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    if (nth === 1) return column;
    const own = column.appliance ?? withoutUnit(column.name);
    const taken = columns.some((other) => other !== column && (other.appliance ?? other.name) === own);
    const appliance = column.appliance === undefined && !taken ? own : `${own} (${nth})`;
    return { ...column, appliance, why: `${column.why}; another column is of its flow` };
  });
}
