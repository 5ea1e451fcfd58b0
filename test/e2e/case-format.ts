/** What a folder of cases holds: cases.json, with the figures that each file must give. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { layoutSettingsSchema } from '../../shared/readings/layout.ts';

const figure = z.number().nullable();
const moment = z.string().nullable();
const byName = z.record(z.string(), z.number());
/** A figure, or the smallest and the largest that are right. */
const range = z.union([z.number(), z.tuple([z.number(), z.number()])]);

/** Figures that are read from what a run published. null: it is not known, so none may be published. */
const figuresSchema = z.strictObject({
  consumption_kwh: figure,
  generation_kwh: figure,
  import_kwh: figure,
  export_kwh: figure,
  charge_kwh: figure,
  discharge_kwh: figure,
  self_consumed_kwh: figure,
  rest_kwh: figure,
  residual_kwh: figure,
  community_kwh: figure,
  supplier_kwh: figure,
  heat_kwh: figure,
  gas_m3: figure,
  series: byName,
  series_count: z.number(),
  readings: z.number(),
  first: moment,
  last: moment,
  last_end: moment,
  first_utc: moment,
  last_utc: moment,
  interval_minutes: figure,
  mean_kw: figure,
  peak_kw: figure,
  peak_at: moment,
  cost_eur: figure,
  cost_eur_without_impossible: figure,
  file_cost: figure,
  file_currency: moment,
  month_kwh: byName,
  missing_days: z.number(),
  missing_cells: z.number(),
  rejected: z.union([
    z.number(),
    z.array(z.strictObject({ line: z.number(), code: z.string().optional(), column: z.string().optional() })),
  ]),
  changes: z.array(z.strictObject({ from: z.string(), days: z.number(), kwh: z.number() })),
  forecast_7_days_kwh: range,
  forecast_day_kwh: range,
  overlap_readings: z.number(),
  record_kwh_after_both: z.number(),
  status: z.string(),
});
export type Figures = z.infer<typeof figuresSchema>;

const expectSchema = figuresSchema.partial().extend({
  layout: layoutSettingsSchema.optional().describe('What the person says with the upload'),
  refused: z.string().optional().describe('Code of the refusal that is right'),
  asks: z.literal(true).optional().describe('Nothing but a question is right'),
});

const fileCaseSchema = z.strictObject({
  file: z.string(),
  time_zone: z.string().nullable(),
  source: z.string().optional(),
  note: z.string().optional(),
  expect: expectSchema,
});
export type FileCase = z.infer<typeof fileCaseSchema>;

const tariffCaseSchema = z.strictObject({
  tariff: z.string(),
  readings: z.string().describe('From the folder above'),
  time_zone: z.string().nullable(),
  cost_eur: z.number().optional().describe('Absent where the tariff must be asked about before it is used'),
  note: z.string().optional(),
});
export type TariffCase = z.infer<typeof tariffCaseSchema>;

const casesSchema = z.array(z.union([fileCaseSchema, tariffCaseSchema]));

export const CASES_FILE = 'cases.json';

export interface CaseFolder {
  readonly files: readonly FileCase[];
  readonly tariffs: readonly TariffCase[];
}

/** @throws Error that names what in the file is no case */
export function readCases(folder: string): CaseFolder {
  const path = join(folder, CASES_FILE);
  if (!existsSync(path)) throw new Error(`${path} is not there`);
  const cases = casesSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return {
    files: cases.flatMap((each) => ('file' in each ? [each] : [])),
    tariffs: cases.flatMap((each) => ('tariff' in each ? [each] : [])),
  };
}
