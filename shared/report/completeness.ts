/** How much of what was to be measured is there. A gap is never a zero. */
import { z } from 'zod';
import { MEASURES } from '../tables/schema.ts';

const count = z.number().int().nonnegative();

export const completenessSchema = z.object({
  readings: count.describe('Intervals with a reading, all series'),
  expected: count.describe('Intervals from the first to the last reading of each series'),
  ratio: z.number().min(0).max(1).nullable().describe('readings / expected; null without a reading'),
  series: count,
  series_with_gaps: count,
  ranges: count.describe('Stretches of time without readings'),
  longest: z
    .array(
      z.object({
        site_id: z.string().describe('Site: home, building, plant'),
        appliance: z.string(),
        measure: z.enum(MEASURES),
        from: z.string().describe('Start of the first missing interval, wall clock at the site'),
        to: z.string().describe('Start of the next reading'),
        missing: count.describe('Missing intervals'),
      }),
    )
    .describe('The longest stretches. All of them are in the table missing_data and in missing.csv'),
});
export type Completeness = z.infer<typeof completenessSchema>;
