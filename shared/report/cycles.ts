/** Series that switch on and off: by their cycles they are known better than by their hours. */
import { z } from 'zod';

const minutes = z.number().nullable();

export const cyclesSchema = z
  .array(
    z.object({
      site_id: z.string().describe('Site: home, building, plant'),
      appliance: z.string(),
      days: z.number().describe('Time with readings'),
      cycles: z.number().int().describe('Times that it ran'),
      cycles_per_day: z.number(),
      cycle_minutes: minutes.describe('Median length of a cycle'),
      rest_minutes: minutes.describe('Median rest between two cycles'),
      cycle_kwh: z.number().nullable().describe('Median energy of a cycle'),
      kwh: z.number().describe('Energy of all cycles'),
      duty: z.number().describe('Share of the time in which it runs, 0 to 1'),
      compared_days: z.number().int().nullable().describe('Length of the first and of the last weeks'),
      earlier_duty: z.number().nullable().describe('Duty of the first weeks'),
      recent_duty: z.number().nullable().describe('Duty of the last weeks'),
      duty_change: z.number().nullable().describe('recent_duty / earlier_duty - 1'),
    }),
  )
  .describe('Series that switch on and off, the 20 with the most energy; all of them are in cycles.csv');
export type Cycles = z.infer<typeof cyclesSchema>;
