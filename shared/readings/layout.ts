/**
 * What a file of readings was understood to be. A `Layout` is complete and is what the readers work from;
 * `LayoutSettings` is the part of it that a person gives when the file itself does not say.
 */
import { z } from 'zod';
import { BASIS_NAMES, FLOW_NAMES, QUALITIES, QUANTITY_NAMES } from '../energy/flows.ts';
import { SITE_KIND_NAMES } from '../energy/site-kinds.ts';
import { MEASURES } from '../tables/schema.ts';
import { FORMAT_NAMES } from './file-formats.ts';

export const UNITS = [
  ...(['mWh', 'Wh', 'kWh', '万kWh', 'MWh', 'GWh', 'J', 'kJ', 'MJ', 'GJ', 'kBtu', 'MMBtu'] as const),
  ...(['mW', 'W', 'kW', '万kW', 'MW', 'GW'] as const),
] as const;
export type Unit = (typeof UNITS)[number];

/**
 * Kilowatt-hours, or kilowatts, in one of the unit, as a power of ten; of joules 3.6 times as many, of Btu 3.4. 万 is
 * ten thousand, and MM of Btu a million.
 */
export const UNIT_EXPONENTS = {
  mWh: -6,
  Wh: -3,
  kWh: 0,
  万kWh: 4,
  MWh: 3,
  GWh: 6,
  J: -6,
  kJ: -3,
  MJ: 0,
  GJ: 3,
  kBtu: 0,
  MMBtu: 3,
  mW: -6,
  W: -3,
  kW: 0,
  万kW: 4,
  MW: 3,
  GW: 6,
} as const satisfies Record<Unit, number>;

/** @returns how many of the unit's kind are in a kilowatt-hour: megajoules, thousands of British thermal units */
export function inKilowattHour(unit: Unit): number {
  if (unit.endsWith('J')) return 3.6;
  return unit.endsWith('Btu') ? 3.412_141_633 : 1;
}

/** @returns kilowatt-hours, or kilowatts, in one of the unit */
export function kilowattHoursIn(unit: Unit): number {
  return 10 ** UNIT_EXPONENTS[unit] / inKilowattHour(unit);
}

/** Whether a unit is one of power, which only its interval turns into energy. */
export function isPower(unit: Unit): boolean {
  return unit.endsWith('W');
}

export const VALUE_ROLES = ['energy', 'power', 'register', 'total'] as const;
export const COLUMN_ROLES = [
  'timestamp',
  'end',
  'date',
  'time',
  'hour',
  'zone',
  'site',
  'appliance',
  'unit',
  'measure',
  ...VALUE_ROLES,
  'quality',
  'version',
  'multiplier',
  ...QUANTITY_NAMES,
  'ignored',
] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

const unit = z.enum(UNITS);
const measure = z.enum(MEASURES);
const name = z.string().min(1).max(200);
const flow = z.enum(FLOW_NAMES).describe('What the energy does at its site, see shared/energy/flows.ts');
const meter = z.string().max(200).describe('Point of delivery, serial number or register that the values are of');
const phase = z.enum(['L1', 'L2', 'L3']).describe('Phase of a meter of which the others stand beside it');
const sign = z
  .literal('reversed')
  .describe('Positive values of a signed flow go the other way: into the grid, or into the battery');
/** Larger ones are no factors of meters. */
export const MAX_FACTOR = 100_000;
const factor = z
  .number()
  .positive()
  .describe('What the values are multiplied by: that of a meter behind transformers; 1 where they are already');
const parent = z
  .string()
  .max(200)
  .describe('Name of the series behind whose meter this one is, where it is none of the site');
const quality = z.enum(QUALITIES).describe('How the readings came about, where the file says it of all of them');

export const columnSchema = z.object({
  index: z.number().int().nonnegative().describe('Position in the file, from 0'),
  name: z.string(),
  role: z
    .enum(COLUMN_ROLES)
    .describe(
      '`register` counts up; `quality`, `gas`, `reactive`, `cost`, ' +
        '`price` and `temperature` are measures of their own; `version` says which of several records is the latest; ' +
        '`multiplier` is what the stands of its row, or its values, are multiplied by; ' +
        '`ignored` is left out',
    ),
  unit: unit.optional().describe('Unit of the values; absent where a unit column or the values themselves say it'),
  unit_in_cells: z.boolean().optional().describe('The values carry a unit of their own, as in `0.35 kWh`'),
  empty_is_zero: z
    .literal(true)
    .optional()
    .describe('An empty cell is no energy, where another of the record is filled'),
  says_invalid: z
    .enum(['yes', 'no', 'remark'])
    .optional()
    .describe('A yes, a no or a remark such as `ignore` in it says that the record does not count'),
  only: z.array(z.string()).optional().describe('Only records with one of these in it count'),
  repeats_hour: z
    .literal(true)
    .optional()
    .describe('Of the hour that the clock shows twice: where it is empty, the intervals behind it begin earlier'),
  quantity_unit: z
    .object({ unit: z.string(), factor: z.number().describe('One of what is written, in that unit') })
    .optional()
    .describe('Unit of a measure of its own; absent where the file does not say it'),
  flow: flow.optional(),
  meter: meter.optional(),
  phase: phase.optional(),
  sign: sign.optional(),
  factor: factor.optional(),
  parent: parent.optional(),
  quality: quality.optional(),
  appliance: z.string().optional().describe('Name of the series that the column gives, where no column names it'),
  offset_minutes: z.number().optional().describe('Start of the interval after midnight, in a file with a day a row'),
  why: z.string().describe('What decided it'),
});
export type LayoutColumn = z.infer<typeof columnSchema>;

/** `both` is of files in which some numbers have the one sign and some the other. */
export const DECIMAL_SIGNS = ['.', ',', 'both'] as const;
export type DecimalSign = (typeof DECIMAL_SIGNS)[number];

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-15',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1257',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-kr',
] as const;

/** A number that a logger writes where it has none. */
const missingCell = z.string().min(1).max(40);

const dialectSchema = z.object({
  format: z.enum(FORMAT_NAMES),
  encoding: z.enum(ENCODINGS),
  compression: z.enum(['none', 'gzip', 'zip']),
  delimiter: z.enum(DELIMITERS).optional(),
  decimal: z.enum(DECIMAL_SIGNS),
  thousands: z.enum(['', '.', ',', ' ', "'"]),
  preamble_lines: z.number().int().nonnegative().describe('Lines before the header'),
  header: z.boolean(),
  width: z.number().int().positive().describe('Cells of a record'),
  ragged: z.boolean().describe('Whether records may end in more or fewer separators than the header'),
  missing: z.array(missingCell).optional().describe('Cells that say that there is no value, beside the usual words'),
  comment: z.enum(['#']).optional(),
});

/** Clocks that times without an offset may be on, whatever the zone of their site. */
export const CLOCKS = ['wall', 'standard', 'utc'] as const;

export const DATE_ORDERS = ['YMD', 'DMY', 'MDY'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

const timeSchema = z.object({
  format: z
    .enum([
      'calendar',
      'months',
      'epoch-seconds',
      'epoch-milliseconds',
      'epoch-microseconds',
      'epoch-nanoseconds',
      'spreadsheet-days',
    ])
    .describe('`months`: a reading is of a whole month'),
  order: z.enum(DATE_ORDERS),
  short_years: z.boolean().optional().describe('The years that stand first have two digits'),
  zone: z.string().describe('Zone of the wall clock at the site, where `zones` names no other'),
  offset_minutes: z
    .number()
    .optional()
    .describe('Fixed distance to UTC of the stamps, where they do not follow the wall clock'),
  stamps: z.enum(['start', 'end']).describe('Which end of its interval a timestamp marks'),
  stand_minutes: z.number().positive().optional().describe('A stand is that of so many minutes after its timestamp'),
  midnight: z.enum(['begins', 'ends']).describe('Whether 00:00 begins the day of its date, or ends it as 24:00 would'),
  date: z.string().optional().describe('Day of the times, which are times of day'),
  compact_clock: z.boolean().optional().describe('The time of day has no colon: 0030, or 30, is 00:30'),
  slot_minutes: z.number().optional().describe('Length of the numbered intervals of a day'),
  first_slot: z.number().int().optional().describe('Number of the first interval of a day: 0 or 1'),
});

export const decisionSchema = z.object({
  what: z.string(),
  chosen: z.string(),
  why: z.string(),
});
export type Decision = z.infer<typeof decisionSchema>;

export const layoutSchema = z.object({
  shape: z.enum(['long', 'wide', 'day-rows']).describe('One reading, several series, or one day to a record'),
  dialect: dialectSchema,
  time: timeSchema,
  interval_minutes: z.number().nullable().describe('Interval seen where the layout was recognised'),
  regional: z.literal(true).optional().describe('A person said that it is a region: its energies are those of a grid'),
  columns: z.array(columnSchema),
  flows: z
    .record(z.string(), flow)
    .optional()
    .describe('Flows of cells of directions or names, as a person or a column of meters says'),
  parents: z
    .record(z.string(), z.string())
    .optional()
    .describe('Name of the meter above each series, where a column names it'),
  left_out: z.array(z.string()).describe('Columns that are not energy'),
  decisions: z.array(decisionSchema),
});
export type Layout = z.infer<typeof layoutSchema>;

const noteSchema = z.object({ code: z.string(), message: z.string(), count: z.number().int().optional() });
export type Note = z.infer<typeof noteSchema>;

export const gapSchema = z.object({
  site_id: z.string(),
  appliance: z.string(),
  from: z.string().describe('Start of the first missing interval, wall clock at the site'),
  to: z.string().describe('Start of the next reading'),
  intervals: z.number().int().describe('Missing intervals'),
});

const energy = z.number().nullable();
/** What the series of a file were taken for, and what the balances of its sites stand on. */
export const balanceSchema = z.object({
  bases: z.array(
    z.object({
      basis: z.enum(BASIS_NAMES),
      sites: z.number().int(),
      names: z.array(z.string()).describe('A few of them'),
      why: z.string(),
    }),
  ),
  totals: z
    .object({
      import_kwh: energy,
      export_kwh: energy,
      production_kwh: energy,
      charge_kwh: energy,
      discharge_kwh: energy,
      use_kwh: energy,
      self_used_kwh: energy,
      residual_kwh: energy,
    })
    .describe('All sites and instants together; null where a term is not known'),
  series: z
    .array(
      z.object({
        name: z.string(),
        column: z.string(),
        flow,
        meter: z.string().optional(),
        parent: z.string().optional(),
        left_out: z.string().optional().describe('Why it is in no sum'),
      }),
    )
    .describe('What each series was taken for, sites with the same series together; at most 200'),
  measures: z
    .array(
      z.object({
        name: z.string(),
        column: z.string(),
        quantity: z.enum(QUANTITY_NAMES),
        unit: z.string().nullable().describe('null where the file does not say it'),
        readings: z.number().int(),
        sum: z.number().nullable().describe('null of prices and temperatures, which do not add up'),
        mean: z.number(),
        min: z.number(),
        max: z.number(),
        register: z.boolean().optional().describe('Its column holds stands: the figures are of what lies between them'),
      }),
    )
    .default([])
    .describe('What the file holds beside energies, sites with the same measure together; at most 200'),
  file_cost: z
    .object({ amount: z.number(), currency: z.string().nullable() })
    .nullable()
    .default(null)
    .describe(
      'What the energy cost by the file itself: the sum of its amounts of money, or the one that is their total',
    ),
  qualities: z
    .array(
      z.object({
        quality,
        readings: z.number().int(),
        kwh: energy.describe('Used; null where these readings are of no use'),
      }),
    )
    .default([])
    .describe('How the readings came about, where a column of the file says it; rows of raw_energy_data'),
});
export type BalanceSummary = z.infer<typeof balanceSchema>;

/** The layout as it was confirmed by reading the whole file. */
export const appliedLayoutSchema = layoutSchema.extend({
  zones: z.record(z.string(), z.string()).default({}).describe('Zones of sites that are in another than `time.zone`'),
  notes: z.array(noteSchema).describe('What reading the file showed'),
  balance: balanceSchema.optional(),
  intervals: z.array(z.object({ minutes: z.number().nullable(), series: z.number().int() })),
  gaps: z.object({
    ranges: z.number().int(),
    intervals: z.number().int(),
    first: z.array(gapSchema).describe('The longest ones, at most 100'),
  }),
});
export type AppliedLayout = z.infer<typeof appliedLayoutSchema>;

const columnSettingsSchema = z.strictObject({
  role: z.enum(COLUMN_ROLES).optional(),
  unit: unit.optional(),
  measure: measure.optional(),
  flow: flow.optional(),
  meter: meter.optional(),
  phase: phase.optional(),
  sign: sign.optional(),
  factor: factor.max(MAX_FACTOR).optional(),
  parent: parent.optional(),
  appliance: name.optional(),
});

type Members = Readonly<Record<string, unknown>>;
const members = z.custom<Members>((given) => typeof given === 'object' && given !== null && !Array.isArray(given), {
  error: 'Invalid input: expected object',
});

/** An object by name, whatever the names: zod's own passes over a member called `__proto__` without a word. */
function byName<T extends z.ZodType>(value: T) {
  return members.transform((given, context): Readonly<Record<string, z.output<T>>> => {
    const found = Object.entries(given).flatMap(([name, member]) => {
      const parsed = value.safeParse(member);
      if (parsed.success) return [[name, parsed.data] as const];
      for (const { path, message } of parsed.error.issues)
        context.addIssue({ code: 'custom', path: [name, ...path], message });
      return [];
    });
    return Object.fromEntries(found);
  });
}

/** What a person may say about a file; everything that is left away is recognised. */
export const layoutSettingsSchema = z.strictObject({
  time_zone: z.string().max(100).optional(),
  time_zones: byName(z.string().max(100)).optional().describe('Zones of sites, where they differ'),
  site_id: name.optional(),
  unit: unit.optional().describe('Unit of the values that no header names'),
  kind: z
    .enum(SITE_KIND_NAMES)
    .optional()
    .describe('Kind of the sites: what they can use, see shared/energy/site-kinds.ts'),
  measure: measure
    .optional()
    .describe('What the values measure where no header says it; the flow consumption or production'),
  flows: byName(flow).optional().describe('Flows of cells in a column of directions or of names'),
  clock: z
    .enum(CLOCKS)
    .optional()
    .describe('Clock of times without an offset: the wall clock of the site, its winter time all year, or UTC'),
  date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional()
    .describe('Day of times that have none, such as 2026-10-01'),
  date_order: z.enum(DATE_ORDERS).optional(),
  decimal: z.enum(DECIMAL_SIGNS).optional(),
  missing: z
    .array(missingCell)
    .max(20)
    .optional()
    .describe('Cells that say that there is no value, such as 9999; an empty list where there are none'),
  stamps: z.enum(['start', 'end']).optional(),
  midnight: z.enum(['begins', 'ends']).optional(),
  repeats: z
    .enum(['last', 'sum'])
    .optional()
    .describe(
      'What several records of one series and time with different energies are: ' +
        'corrections, of which the last counts, or parts',
    ),
  delimiter: z.enum(DELIMITERS).optional(),
  encoding: z.enum(ENCODINGS).optional(),
  header: z.boolean().optional(),
  interval_minutes: z.number().positive().max(44_640).optional(),
  columns: byName(columnSettingsSchema).optional(),
});
export type LayoutSettings = z.infer<typeof layoutSettingsSchema>;

/** So many answers of a question are shown, the most likely ones first. */
export const ANSWERS_SHOWN = 6;

/** config/layouts.json: the first entry that fits an upload is used for it. */
export const layoutFileSchema = z.array(
  z.strictObject({
    match: z.string().min(1).max(500).describe('Key below raw/, with * for any characters'),
    layout: layoutSettingsSchema,
  }),
);
