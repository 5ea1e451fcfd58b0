/** The readings that one record holds: a cell for each, or two where consumption and generation stand side by side. */
import type { Layout, LayoutColumn } from '../../../shared/readings/layout.ts';

export interface Slot {
  /** Name of the series; null where a column of the record or nothing names it. */
  readonly appliance: string | null;
  readonly consumed: LayoutColumn | undefined;
  readonly generated: LayoutColumn | undefined;
  /** Start of the interval after the record's time, where a record is a day. */
  readonly offsetMinutes: number;
}

export type EnergyRole = 'consumed' | 'generated';
export const ENERGY_ROLES: readonly EnergyRole[] = ['consumed', 'generated'];

const VALUE = new Set<LayoutColumn['role']>(['energy', 'power', 'register', 'total']);

export function valueColumns(layout: Layout): readonly LayoutColumn[] {
  return layout.columns.filter(({ role }) => VALUE.has(role));
}

/** Whether a column says of each value what it measures. Then a slot has one value, and both roles share its column. */
export function hasMeasureColumn(layout: Layout): boolean {
  return layout.columns.some(({ role }) => role === 'measure');
}

export function columnWithRole(layout: Layout, role: LayoutColumn['role']): LayoutColumn | undefined {
  return layout.columns.find((column) => column.role === role);
}

/** In the file's order. Never empty for a layout that was recognised. */
export function slotsOf(layout: Layout): readonly Slot[] {
  const columns = valueColumns(layout);
  if (layout.shape === 'day-rows' || hasMeasureColumn(layout)) {
    const both = hasMeasureColumn(layout);
    return columns.map((column) => ({
      appliance: column.appliance ?? null,
      consumed: both || column.measure !== 'generation' ? column : undefined,
      generated: both || column.measure === 'generation' ? column : undefined,
      offsetMinutes: column.offset_minutes ?? 0,
    }));
  }
  const slots: Slot[] = [];
  for (const column of columns) {
    const role: EnergyRole = column.measure === 'generation' ? 'generated' : 'consumed';
    const appliance = column.appliance ?? null;
    const at = slots.findIndex(
      (slot) =>
        slot.appliance === appliance &&
        slot[role] === undefined &&
        (slot.consumed ?? slot.generated)?.unit === column.unit,
    );
    const found = slots[at];
    if (found) slots[at] = { ...found, [role]: column };
    else slots.push({ appliance, consumed: undefined, generated: undefined, offsetMinutes: 0, [role]: column });
  }
  return slots;
}

/** Values in one record, counted as readings. */
export function valuesPerRecord(layout: Layout): number {
  return valueColumns(layout).length;
}

/** Every role that some slot fills. */
export function energyRoles(layout: Layout): readonly EnergyRole[] {
  const slots = slotsOf(layout);
  return ENERGY_ROLES.filter((role) => slots.some((slot) => slot[role] !== undefined));
}
