/** The readings that one record holds: a slot for each, with the key of the series that it belongs to. */
import { APPLIANCE_OF_A_WHOLE_SITE } from '../../../shared/energy/flows.ts';
import type { Layout, LayoutColumn } from '../../../shared/readings/layout.ts';

/**
 * Joins what names a series to its key. From the private use area: no name of a meter has it, and one that does harms
 * nobody.
 */
export const KEY_SEPARATOR = '\ue000';
/** Longer texts say no direction. */
export const MAX_DIRECTION_LENGTH = 200;

export interface Slot {
  /**
   * What the slot adds to the keys of its series: unique among the series that a record holds, and the same for the
   * intervals of a day.
   */
  readonly key: string;
  readonly column: LayoutColumn;
  /** Start of the interval after the record's time, where a record is a day. */
  readonly offsetMinutes: number;
}

const VALUE = new Set<LayoutColumn['role']>(['energy', 'power', 'register', 'total']);

export function valueColumns(layout: Layout): readonly LayoutColumn[] {
  return layout.columns.filter(({ role }) => VALUE.has(role));
}

/** Whether a column says of each value what it measures. */
export function hasMeasureColumn(layout: Layout): boolean {
  return layout.columns.some(({ role }) => role === 'measure');
}

export function columnWithRole(layout: Layout, role: LayoutColumn['role']): LayoutColumn | undefined {
  return layout.columns.find((column) => column.role === role);
}

/**
 * The column of the readings' ends, where it stands beside one of their starts; else an end is the one time of a
 * reading.
 */
export function endBesideStart(layout: Layout): LayoutColumn | undefined {
  const starts =
    columnWithRole(layout, 'timestamp') ?? (columnWithRole(layout, 'date') && columnWithRole(layout, 'time'));
  return starts && layout.time.slot_minutes === undefined ? columnWithRole(layout, 'end') : undefined;
}

/** Whether the readings have ends of their own: in a column, or because each is of a whole month. */
export function statesEnds(layout: Layout): boolean {
  return endBesideStart(layout) !== undefined || layout.time.format === 'months';
}

/** In the file's order. Never empty for a layout that was recognised. */
export function slotsOf(layout: Layout): readonly Slot[] {
  const columns = valueColumns(layout);
  const nameOf = ({ appliance }: LayoutColumn) => appliance ?? APPLIANCE_OF_A_WHOLE_SITE;
  const inRecords = columnWithRole(layout, 'appliance') !== undefined;
  const counts = new Map<string, number>();
  for (const column of columns) counts.set(nameOf(column), (counts.get(nameOf(column)) ?? 0) + 1);
  return columns.map((column, at) => {
    const name = nameOf(column);
    const one = layout.shape === 'day-rows';
    // A column may stand in the balance twice: what the panels give the battery.
    const again = columns.findIndex(({ index }) => index === column.index) !== at ? `.${column.flow}` : '';
    const unique = counts.get(name) === 1 ? name : `${name}${KEY_SEPARATOR}${column.index}${again}`;
    return { key: one ? name : inRecords ? String(at) : unique, column, offsetMinutes: column.offset_minutes ?? 0 };
  });
}

/** Whether records are there that tell the time of others again, such as forecasts. */
export function hasOtherKinds(layout: Layout): boolean {
  return layout.columns.some(({ only }) => only !== undefined);
}

/** Whether the slots of a record are of several series. */
export function hasSeveralSeries(slots: readonly Slot[]): boolean {
  return slots.some(({ key }) => key !== slots[0]?.key);
}

/** What a series' key is made of. */
export interface SeriesName {
  /** As people know it. */
  readonly name: string;
  /** What the column of names says; undefined where there is none. */
  readonly recordName: string | undefined;
  /** The column of its values; of the first interval, where a record is a day. */
  readonly column: LayoutColumn;
  /** What the direction column says of it; null where there is none. */
  readonly direction: string | null;
}

/** @returns takes the key of a series apart; undefined for a text that is no key of the layout's */
export function seriesNames(layout: Layout): (key: string) => SeriesName | undefined {
  const slots = slotsOf(layout);
  const several = hasSeveralSeries(slots);
  const directed = hasMeasureColumn(layout);
  const [first] = slots;
  if (!first) return () => undefined;
  const ofSlot = (slot: Slot | undefined, name: string, direction: string | null, recordName?: string) =>
    slot && { name, recordName, column: slot.column, direction };
  if (columnWithRole(layout, 'appliance')) {
    return (key) => {
      const [name = '', ...others] = directed || several ? key.split(KEY_SEPARATOR) : [key];
      const slot = several ? slots[Number(others.shift())] : first;
      const own = slot?.column.appliance;
      const whole = several && own !== undefined ? `${name} ${own}` : name;
      return ofSlot(slot, whole, directed ? others.join(KEY_SEPARATOR) : null, name);
    };
  }
  const byKey = new Map(slots.map((slot) => [slot.key, slot] as const).reverse());
  const nameOf = ({ column }: Slot) => column.appliance ?? APPLIANCE_OF_A_WHOLE_SITE;
  return (key) => {
    if (!directed) {
      const slot = byKey.get(key);
      return slot && ofSlot(slot, nameOf(slot), null);
    }
    const slot = slots.find((each) => key.startsWith(`${each.key}${KEY_SEPARATOR}`));
    return slot && ofSlot(slot, nameOf(slot), key.slice(slot.key.length + KEY_SEPARATOR.length));
  };
}
