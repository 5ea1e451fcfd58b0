/** The table that standards become: one reading a row, with its point, direction, unit, start and end. */
import { type DateOrder, type LayoutSettings, UNITS, type Unit } from '../../../shared/readings/layout.ts';
import type { Row } from './rows.ts';

/**
 * As the cells of a column of directions say it: the registers of standards are those of the meter at the grid, and the
 * series of a region are what it uses and makes.
 */
export const DIRECTION = {
  import: 'import',
  export: 'export',
  consumption: 'consumption',
  production: 'production',
} as const;
export type Direction = (typeof DIRECTION)[keyof typeof DIRECTION];

export interface PointReading {
  /** Point of delivery, register or device. */
  readonly point: string;
  readonly direction: Direction;
  readonly unit: string;
  readonly start: string;
  readonly end: string;
  /** Empty where there is none. */
  readonly value: string;
  /** How it came about, in the words of the standard; of formats that say it. */
  readonly quality?: string;
  readonly line: number;
  readonly raw: string;
}

/**
 * @param point name of the column of points, in the words of the format
 * @param quality whether the format says how each reading came about
 */
export function readingsHeading(point: string, quality = false): Row {
  return {
    cells: [point, 'direction', 'unit', 'start', 'end', 'energy', ...(quality ? ['quality'] : [])],
    line: 0,
    raw: '',
  };
}

export function readingRow({ point, direction, unit, start, end, value, quality, line, raw }: PointReading): Row {
  return { cells: [point, direction, unit, start, end, value, ...(quality === undefined ? [] : [quality])], line, raw };
}

/** What the columns of such a table mean, whatever their cells look like. */
export function readingsSettings(point: string, quality = false): LayoutSettings {
  return {
    decimal: '.',
    columns: {
      [point]: { role: 'appliance' },
      direction: { role: 'measure' },
      unit: { role: 'unit' },
      start: { role: 'timestamp' },
      end: { role: 'end' },
      energy: { role: 'energy' },
      ...(quality ? { quality: { role: 'quality' as const } } : {}),
    },
  };
}

/** The heading of a table of numbered intervals of dates, for standards that name no times. */
export function periodsHeading(point: string, quality = false): Row {
  return { cells: [point, 'direction', 'date', 'period', 'kwh', ...(quality ? ['quality'] : [])], line: 0, raw: '' };
}

/** What the columns of such a table mean. */
export function periodsSettings(point: string, date_order: DateOrder, quality = false): LayoutSettings {
  return {
    decimal: '.',
    date_order,
    columns: {
      [point]: { role: 'appliance' },
      direction: { role: 'measure' },
      date: { role: 'date' },
      period: { role: 'hour' },
      kwh: { role: 'energy', unit: 'kWh' },
      ...(quality ? { quality: { role: 'quality' as const } } : {}),
    },
  };
}

const ENERGY_UNITS: Readonly<Record<string, Unit>> = { WH: 'Wh', KWH: 'kWh', MWH: 'MWh' };

/** @returns the unit of active energy that a standard's text names; undefined for reactive energy and all else */
export function energyUnitOf(text: string): Unit | undefined {
  return ENERGY_UNITS[text.trim().toUpperCase()];
}

/** @returns the unit of energy or power whose name a text is, or undefined */
export function unitNamed(text: string): Unit | undefined {
  return UNITS.find((unit) => unit === text.trim()) ?? energyUnitOf(text);
}
