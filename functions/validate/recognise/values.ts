/** Decides what each column of numbers is: energy, power, a register, a total, or something else. */
import { isPower, type LayoutColumn, type LayoutSettings, type Unit } from '../../../shared/readings/layout.ts';
import { MEASURES } from '../../../shared/tables/schema.ts';
import { idNameOf, unitOf, type ValueName, valueName } from './names.ts';
import type { Profile } from './profile.ts';
import { type Candidate, question } from './question.ts';
import type { Roles } from './roles.ts';

export type ValueColumn = LayoutColumn & { readonly role: 'energy' | 'power' | 'register' | 'total' };

export interface Values {
  readonly columns: readonly ValueColumn[];
  readonly ignored: readonly LayoutColumn[];
}

interface Look {
  readonly profile: Profile;
  readonly name: ValueName;
  readonly given: NonNullable<ReturnType<Roles['given']['get']>> | undefined;
}

/**
 * @param hasUnitColumn whether a column of its own says each value's unit
 * @throws InputRejected UNIT_UNKNOWN
 */
export function decideValues(roles: Roles, settings: LayoutSettings): Values {
  const looks: Look[] = roles.rest.map((profile) => ({
    profile,
    name: valueName(profile.name),
    given: roles.given.get(profile.index),
  }));
  const ignored: LayoutColumn[] = [];
  const leaveOut = ({ profile: { index, name } }: Look, why: string) =>
    ignored.push({ index, name, role: 'ignored', why });

  const someGiven = looks.some(({ given }) => given && given.role !== 'ignored');
  const whole = looks.some(({ name, profile }) => name.whole && isNumeric(profile) && !name.other);
  const candidates = looks.filter((look) => {
    const { profile, name, given } = look;
    if (given) {
      if (given.role !== 'ignored') return true;
      leaveOut(look, 'given');
      return false;
    }
    if (profile.name === '') return false;
    const id = idNameOf(profile.name)?.kind;
    if (id && roles.ids[id]) {
      leaveOut(look, `"${roles.ids[id].name}" is taken for what it names`);
      return false;
    }
    if (name.other) {
      leaveOut(look, 'its name is not one of an energy');
      return false;
    }
    if (
      profile.kind === 'text' ||
      profile.kind === 'unit' ||
      profile.kind === 'datetime' ||
      profile.kind === 'date' ||
      profile.kind === 'clock'
    ) {
      if (name.known) return true;
      leaveOut(look, 'it does not hold numbers');
      return false;
    }
    if (profile.currency > profile.numbers / 2) {
      leaveOut(look, 'amounts of money');
      return false;
    }
    if (unitOf(profile.word ?? '') === undefined && profile.words > profile.numbers / 2) {
      leaveOut(look, `values in ${profile.word}`);
      return false;
    }
    return true;
  });
  const valued = candidates.filter((look) => {
    const { profile, name, given } = look;
    if (given || name.known || profile.words > 0) return true;
    // Beside a column that is the energy, numbers without a word for it are something else.
    if (whole) {
      leaveOut(look, 'another column is the energy, and neither its name nor its values say that it is one');
      return false;
    }
    if (
      profile.kind === 'empty' &&
      !candidates.some((each) => !each.given && !each.name.known && isNumeric(each.profile))
    ) {
      leaveOut(look, 'it is empty');
      return false;
    }
    if (someGiven && !settings.unit && profile.kind === 'empty') {
      leaveOut(look, 'it is empty');
      return false;
    }
    return true;
  });

  const units = new Map<number, Unit | undefined>(
    valued.map((look) => [look.profile.index, unitFor(look, roles, settings)]),
  );
  const unknown = valued.filter(
    ({ profile, given }) =>
      !roles.ids.unit &&
      units.get(profile.index) === undefined &&
      unitOf(profile.word ?? '') === undefined &&
      !(given?.role === 'ignored'),
  );
  if (unknown.length > 0) throw unitQuestion(unknown, settings);

  const energies = valued.filter(({ profile }) => {
    const unit = units.get(profile.index);
    return unit === undefined || !isPower(unit);
  });
  const columns: ValueColumn[] = [];
  for (const look of valued) {
    const { profile, name, given } = look;
    const unit = units.get(profile.index);
    const power = unit !== undefined && isPower(unit);
    if (power && energies.length > 0 && !given && !settings.unit) {
      leaveOut(look, 'power beside a column of energy: it would count the same energy again');
      continue;
    }
    const role = roleOf(look, power);
    columns.push({
      index: profile.index,
      name: profile.name,
      role,
      ...(unit ? { unit } : {}),
      ...(profile.words > 0 && unitOf(profile.word ?? '') ? { unit_in_cells: true } : {}),
      measure: given?.measure ?? name.measure ?? settings.measure ?? 'consumption',
      ...(given?.appliance !== undefined
        ? { appliance: given.appliance }
        : name.whole
          ? {}
          : { appliance: profile.name }),
      why: reason(look, unit, settings, roles.ids.unit !== undefined),
    });
  }
  const kept = withOwnNames(dropDerived(columns, ignored));
  refuseTwins(kept, settings);
  return { columns: kept, ignored };
}

/** The second of two columns of one name is another series. */
function withOwnNames(columns: readonly ValueColumn[]): ValueColumn[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    if (column.appliance === undefined) return column;
    const key = JSON.stringify([column.appliance, column.measure]);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    if (nth === 1) return column;
    const appliance = `${column.appliance} (${nth})`;
    return { ...column, appliance, why: `${column.why}; another column has its name` };
  });
}

/** Two columns that both are the site's whole say the same twice, or one of them is something else. */
function refuseTwins(columns: readonly ValueColumn[], settings: LayoutSettings): void {
  for (const measure of MEASURES) {
    const wholes = columns.filter((each) => each.measure === measure && each.appliance === undefined);
    if (wholes.length < 2) continue;
    const names = wholes.map(({ name }) => name);
    const ignored = { role: 'ignored' } as const;
    throw question(
      'LAYOUT_AMBIGUOUS',
      `${names.map((name) => `"${name}"`).join(' and ')} both seem to be the whole ${measure}.`,
      [
        ...names.map((name) => ({
          means: `"${name}" is`,
          setting: {
            columns: Object.fromEntries(names.filter((each) => each !== name).map((each) => [each, ignored])),
          },
        })),
        {
          means: 'they are series of their own',
          setting: { columns: Object.fromEntries(names.map((name) => [name, { appliance: name }])) },
        },
      ],
      settings,
    );
  }
}

function isNumeric(profile: Profile): boolean {
  return profile.kind === 'number' || profile.kind === 'empty';
}

function roleOf({ given, name }: Look, power: boolean): ValueColumn['role'] {
  switch (given?.role) {
    case 'total':
    case 'register':
      return given.role;
    default:
      return power ? 'power' : name.register && given?.role !== 'energy' ? 'register' : 'energy';
  }
}

/** Where import and export are there, a column with what is left of both is not a third energy. */
function dropDerived(columns: readonly ValueColumn[], ignored: LayoutColumn[]): ValueColumn[] {
  const measures = new Set(columns.map(({ measure }) => measure));
  if (columns.length < 3 || measures.size < 2) return [...columns];
  return columns.filter((column) => {
    if (!/(^|[^a-z])net([^a-z]|$)/i.test(column.name)) return true;
    ignored.push({
      index: column.index,
      name: column.name,
      role: 'ignored',
      why: 'the difference of import and export',
    });
    return false;
  });
}

function unitFor({ profile, name, given }: Look, roles: Roles, settings: LayoutSettings): Unit | undefined {
  if (given?.unit) return given.unit;
  if (name.unit) return name.unit;
  if (roles.ids.unit || unitOf(profile.word ?? '')) return undefined;
  return settings.unit;
}

function reason(
  { profile, name, given }: Look,
  unit: Unit | undefined,
  settings: LayoutSettings,
  unitColumn: boolean,
): string {
  if (given) return 'given';
  if (name.unit) return `its name says ${name.unit}`;
  if (unitColumn) return 'a column says the unit of each value';
  if (unit === undefined) return `its values carry ${profile.word}`;
  return settings.unit ? `the unit ${settings.unit} was given` : 'its name';
}

function unitQuestion(unknown: readonly Look[], settings: LayoutSettings): Error {
  const names = unknown.map(({ profile }) => `"${profile.name}"`);
  const shown = names.slice(0, 8).join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '');
  const power = unknown.some(({ name }) => name.power);
  const guesses: readonly Unit[] = power ? ['kW', 'MW', 'kWh'] : ['kWh', 'Wh', 'kW'];
  const each = unknown
    .slice(0, 2)
    .map(({ profile }, at) => [
      profile.name,
      at === 0 ? ({ unit: guesses[0] } as const) : ({ role: 'ignored' } as const),
    ]);
  const candidates: Candidate[] = [
    ...guesses.slice(0, unknown.length > 1 ? 2 : 3).map((unit) => ({
      means: unknown.length > 1 ? `all of them in ${unit}` : `it is in ${unit}`,
      setting: { unit },
    })),
    ...(unknown.length > 1
      ? [{ means: 'each its own unit, or none', setting: { columns: Object.fromEntries(each) } }]
      : []),
  ];
  return question('UNIT_UNKNOWN', `Nothing says in which unit the values of ${shown} are.`, candidates, settings);
}
