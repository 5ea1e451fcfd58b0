/**
 * report.json, the machine-readable result of a run. The HTML, Markdown and CSV exports say the same in other forms.
 * Energies are kWh; times are wall clock at the site, `2026-10-01T00:00:00`; dates are local, `2026-10-01`. The
 * descriptions are the words of docs/DATA-DICTIONARY.md.
 */
import { z } from 'zod';
import { periodSchema, readingCountsSchema, runSchema, sameBytesSchema } from '../contract.ts';
import { SEVERITIES } from '../energy/anomalies.ts';
import { overlapSchema } from '../energy/overlap.ts';
import { appliedLayoutSchema, balanceSchema } from '../readings/layout.ts';
import { MEASURES } from '../tables/schema.ts';
import { climateSchema } from './climate.ts';
import { completenessSchema } from './completeness.ts';
import { cyclesSchema } from './cycles.ts';
import { demandSchema } from './demand.ts';
import { reportEventsSchema } from './events.ts';
import { reportForecastSchema } from './forecast.ts';
import { reportInsightsSchema } from './insights.ts';
import { moneySchema } from './money.ts';
import { NO_POWER, powerSchema } from './power.ts';
import { solarSchema } from './solar.ts';

const kwh = z.number();
const count = z.number().int().nonnegative();
const hour = z.number().int().min(0).max(23);
const siteId = z.string().describe('Site: home, building, plant');
const appliance = z.string().describe('Appliance, circuit or meter; total where there is none');
const measure = z.enum(MEASURES);
const impossible = kwh.default(0).describe('Of it, in readings beyond what can be: counted, and not believed');

export const reportApplianceSchema = z.object({
  site_id: siteId,
  appliance,
  readings: count.describe('Number of readings'),
  total_kwh: kwh.describe('Exact sum, rounded once'),
  avg_kwh: kwh.describe('Mean of the readings'),
  std_kwh: kwh.nullable().describe('Sample standard deviation; null for a single reading'),
  min_kwh: kwh.describe('Smallest reading'),
  max_kwh: kwh.describe('Largest reading'),
  share: z.number().nullable().describe("Share of the site's total, 0 to 1; null when that total is 0"),
  peak_hour: hour
    .nullable()
    .describe('Hour of day with the highest mean, the earliest on a tie; null where no reading tells its hours'),
  completeness: z
    .number()
    .min(0)
    .max(1)
    .describe('Intervals present / intervals expected between the first and the last'),
});

export const reportAnomalySchema = z.object({
  site_id: siteId,
  appliance,
  measure,
  timestamp: z.string().describe('Start of the interval, wall clock at the site'),
  kwh: kwh.describe('The reading'),
  kind: z.enum(['Z_SCORE', 'NEGATIVE']),
  direction: z.enum(['HIGH', 'LOW']),
  severity: z.enum(SEVERITIES),
  z_score: z.number().nullable().describe('(reading - mean) / standard deviation; null when that is 0'),
  threshold: kwh.describe('The bound that was crossed'),
});

const branchSchema = z.object({
  status: z.enum(['OK', 'INSUFFICIENT_DATA', 'DEGRADED']),
  reason: z.string().optional().describe("The error's name of a degraded branch, or why there is no forecast"),
});

export const reportSchema = z.object({
  dataset: z.string().describe('Name of the uploaded file in the lake'),
  source: z.object({ bucket: z.string(), key: z.string(), version: z.string().nullable() }),
  run: runSchema,
  status: z.enum(['PUBLISHED', 'PARTIAL']).describe('PARTIAL: an optional branch degraded; see `branches`'),
  timeZone: z.string().describe('Zone of the wall clock at the site, where `layout.zones` names no other'),
  period: periodSchema,
  rows: z.object({ read: count.describe('Records in the file') }),
  readings: readingCountsSchema.describe('Values in the rows: accepted + rejected + missing + duplicates'),
  layout: appliedLayoutSchema
    .nullable()
    .default(null)
    .describe('How the upload was understood; null in a report of an earlier release'),
  rejected: z
    .object({
      by_code: z.record(z.string(), count),
      quarantine: z.string().nullable().describe('Key of the rejected rows; null when there are none'),
    })
    .describe('Rejected values by code, and where their rows are kept'),
  same_bytes: sameBytesSchema
    .nullable()
    .default(null)
    .describe('Another upload of the same bytes, of which a person said something else; null where there is none'),
  overlap: overlapSchema
    .nullable()
    .default(null)
    .describe('What other uploads of the sites told of the same time when this one was read; null where none did'),
  consumption: z
    .object({
      total_kwh: kwh,
      impossible_kwh: impossible,
      daily_average_kwh: kwh.describe('total / local dates with readings'),
      peak_hour: hour
        .nullable()
        .describe(
          'Hour of day with the highest mean consumption of all appliances together, the earliest on a tie; ' +
            'null where no reading tells its hours',
        ),
      peak_day: z
        .object({ day: z.iso.date(), kwh })
        .nullable()
        .default(null)
        .describe('Local date with the most, the earliest on a tie; null where a reading is of more than a day'),
      appliances: z.array(reportApplianceSchema),
    })
    .nullable()
    .describe('null when the file gives no consumption'),
  generation: z
    .object({
      total_kwh: kwh,
      impossible_kwh: impossible,
      net_kwh: kwh.nullable().describe('generated - consumed; null when the file gives no consumption'),
      sites: z.array(reportApplianceSchema),
    })
    .nullable()
    .describe('null when the file gives no generation'),
  load: demandSchema.nullable().default(null).describe('null in a report of an earlier release'),
  climate: climateSchema.default([]),
  cycles: cyclesSchema.default([]),
  power: powerSchema
    .default(NO_POWER)
    .describe('Power factor and phases; empty unless the upload has reactive energy or three phases'),
  solar: solarSchema.nullable().default(null).describe('null unless a site has both consumption and generation'),
  money: moneySchema.nullable().default(null).describe('null in a report of an earlier release'),
  file_cost: balanceSchema.shape.file_cost,
  completeness: completenessSchema.nullable().default(null).describe('null in a report of an earlier release'),
  anomalies: z.object({
    count,
    by_severity: z.record(z.enum(SEVERITIES), count),
    by_appliance: z.array(z.object({ site_id: siteId, appliance, measure, count })),
    top: z
      .array(reportAnomalySchema)
      .describe('The most severe ones first. All of them are in the table anomaly_data and in anomalies.csv'),
    events: reportEventsSchema
      .nullable()
      .default(null)
      .describe('What a person would tell of them; null in a report of an earlier release'),
  }),
  forecast: reportForecastSchema,
  insights: reportInsightsSchema,
  branches: z.object({
    aggregate: branchSchema,
    anomalies: branchSchema,
    forecast: branchSchema,
    insights: branchSchema,
  }),
});
export type Report = z.infer<typeof reportSchema>;
