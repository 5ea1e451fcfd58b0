/** What the columns of a file mean, told from their names. */
import { InputRejected } from '../../shared/errors.ts';

/** The one table of header names. Compared in lower case, without spaces, dashes, underscores and a unit in brackets. */
const ALIASES = {
  timestamp: [
    'timestamp',
    'time',
    'datetime',
    'date',
    'ts',
    'dateandtime',
    'readat',
    'readingtime',
    'starttime',
    'intervalstart',
  ],
  appliance: ['appliance', 'device', 'circuit', 'channel', 'meter', 'meterid', 'load', 'equipment', 'appliancename'],
  site: ['siteid', 'site', 'building', 'buildingid', 'home', 'homeid', 'house', 'houseid', 'location', 'plant'],
  consumed: [
    'kwh',
    'energykwh',
    'energyconsumedkwh',
    'consumptionkwh',
    'consumedkwh',
    'usagekwh',
    'importkwh',
    'consumption',
    'energyconsumed',
  ],
  generated: [
    'energygeneratedkwh',
    'generatedkwh',
    'generationkwh',
    'productionkwh',
    'exportkwh',
    'solarkwh',
    'pvkwh',
    'generation',
    'energygenerated',
  ],
} as const;
export type Role = keyof typeof ALIASES;
const ROLES: readonly Role[] = ['timestamp', 'appliance', 'site', 'consumed', 'generated'];

/** Which column of the file plays which role: its position (CSV) and its name as written. */
export interface Layout {
  readonly columns: Readonly<Partial<Record<Role, { readonly index: number; readonly name: string }>>>;
}

function canonical(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[[(]\s*kwh\s*[\])]/, 'kwh')
    .replace(/[\s_-]+/g, '');
}

/** @returns how many roles the names fill; the delimiter that fills most is the file's */
export function rolesFilled(names: readonly string[]): number {
  return ROLES.filter((role) => names.some((name) => matches(role, name))).length;
}

function matches(role: Role, name: string): boolean {
  const aliases: readonly string[] = ALIASES[role];
  return aliases.includes(canonical(name));
}

/**
 * @param names the columns' names, in the file's order
 * @throws InputRejected UNKNOWN_LAYOUT when no timestamp or no energy is named, or a role is named twice
 */
export function layoutOf(names: readonly string[]): Layout {
  const columns: Partial<Record<Role, { index: number; name: string }>> = {};
  for (const role of ROLES) {
    const found = names.flatMap((name, index) => (matches(role, name) ? [{ index, name }] : []));
    if (found.length > 1) {
      throw new InputRejected(
        'UNKNOWN_LAYOUT',
        `More than one column could be the ${role}: ${found.map(({ name }) => name).join(', ')}. Keep one of them.`,
        { columns: names.slice(0, 100) },
      );
    }
    if (found[0]) columns[role] = found[0];
  }
  const lacking = [
    ...(columns.timestamp ? [] : ['a timestamp']),
    ...(columns.consumed || columns.generated ? [] : ['an energy in kWh']),
  ];
  if (lacking.length > 0) {
    throw new InputRejected(
      'UNKNOWN_LAYOUT',
      `No column is ${lacking.join(' and none is ')}. Name the columns as in "timestamp, appliance, kwh" or ` +
        '"site_id, timestamp, energy_generated_kwh, energy_consumed_kwh".',
      { columns: names.slice(0, 100), expected: ALIASES },
    );
  }
  return { columns };
}

/** The energies that every record of this layout carries, one reading each. */
export function energyRoles(layout: Layout): readonly ('consumed' | 'generated')[] {
  return (['consumed', 'generated'] as const).filter((role) => layout.columns[role]);
}
