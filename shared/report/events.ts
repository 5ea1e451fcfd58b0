/** report.json's `anomalies.events`: anomalous readings that belong together, and odd days, as one thing each. */
import { z } from 'zod';
import { EVENT_KINDS, SEVERITIES } from '../energy/anomalies.ts';
import { MEASURES } from '../tables/schema.ts';

const count = z.number().int().nonnegative();

export const reportEventSchema = z.object({
  site_id: z.string().describe('Site: home, building, plant'),
  appliance: z.string().describe('Appliance, circuit or meter; total where there is none'),
  measure: z.enum(MEASURES),
  kind: z.enum(EVENT_KINDS),
  direction: z.enum(['HIGH', 'LOW']),
  severity: z.enum(SEVERITIES),
  start: z.string().describe('Start of the first interval, wall clock at the site'),
  end: z.string().describe('End of the last interval'),
  readings: count.describe('Readings from start to end'),
  kwh: z.number().describe('Their sum'),
  expected_kwh: z.number().nullable().describe('What would have been usual; null when it is not known'),
  excess_kwh: z.number().nullable().describe('kwh - expected_kwh; negative when it was less than usual'),
  cost: z
    .number()
    .nullable()
    .describe('Of the excess at the prices of its hours; null for generation, and where an hour has no price'),
  currency: z.string().nullable().describe('Of the cost; null for generation'),
  score: z.number().describe('How many times the bound of its kind was reached, 1 or more'),
  holidays: z
    .array(z.string())
    .default([])
    .describe('Public holidays on its days, by their English names: of the country of the settings, else of the zone'),
});
export type ReportEvent = z.infer<typeof reportEventSchema>;

/** Rules and language models may speak of `top`: it names no reading, and its figures are aggregates. */
export const reportEventsSchema = z.object({
  count,
  by_kind: z.partialRecord(z.enum(EVENT_KINDS), count),
  by_severity: z.record(z.enum(SEVERITIES), count),
  top: z
    .array(reportEventSchema)
    .describe(
      'What cost or saved the most first, energy without a price at the mean price of the others. ' +
        'All of them are in the table anomaly_event_data and in events.csv',
    ),
});
export type ReportEvents = z.infer<typeof reportEventsSchema>;
