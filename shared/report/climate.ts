/** What a site uses at which outdoor temperature, of uploads with a column of it. */
import { z } from 'zod';
import { baselineSchema } from '../baseline/change-point.ts';

const degreeDays = z.number().nullable();

export const climateSchema = z
  .array(
    z.object({
      site_id: z.string().describe('Site: home, building, plant'),
      series: z.string().describe('Temperature that is taken for the one outdoors'),
      energy: z.enum(['used', 'from the grid']),
      days: z.number().int().describe('Whole days with a temperature'),
      model: baselineSchema.nullable().describe('Change-point model of these days; null with too few'),
      heating_base: z
        .number()
        .nullable()
        .describe('Heating degree days are below it, °C; null where nothing is heated'),
      cooling_base: z
        .number()
        .nullable()
        .describe('Cooling degree days are above it, °C; null where nothing is cooled'),
      months: z
        .array(
          z.object({
            month: z.string().describe('Local month, `2026-10`'),
            days: z.number().int(),
            kwh: z.number().describe('Energy of these days'),
            temperature: z.number().describe('Their mean, °C'),
            heating_degree_days: degreeDays,
            cooling_degree_days: degreeDays,
            kwh_per_degree_day: z
              .number()
              .nullable()
              .describe('Energy above the base of the model, else all of it, per degree day; null with hardly any'),
          }),
        )
        .describe('The last ones, at most 40'),
    }),
  )
  .describe('The largest consumers first, at most 10');
export type Climate = z.infer<typeof climateSchema>;
