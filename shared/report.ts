/**
 * report.json, the machine-readable result of a run. The HTML, Markdown and CSV exports say the same in other forms.
 * Energies are kWh; times are wall clock at the site, `2026-10-01T00:00:00`; dates are local, `2026-10-01`.
 */
import { z } from 'zod';
import { periodSchema, readingCountsSchema, runSchema } from '../statemachine/contract.ts';
import { MEASURES } from './schema.ts';

const kwh = z.number();
const count = z.number().int().nonnegative();
const hour = z.number().int().min(0).max(23);

export const SEVERITIES = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const reportApplianceSchema = z.object({
  site_id: z.string(),
  appliance: z.string(),
  readings: count,
  total_kwh: kwh,
  avg_kwh: kwh,
  /** Sample standard deviation; null for a single reading. */
  std_kwh: kwh.nullable(),
  min_kwh: kwh,
  max_kwh: kwh,
  /** Part of the site's total, 0 to 1; null when that total is 0. */
  share: z.number().nullable(),
  peak_hour: hour,
  /** Intervals present / intervals expected between the first and the last. */
  completeness: z.number().min(0).max(1),
});

export const reportAnomalySchema = z.object({
  site_id: z.string(),
  appliance: z.string(),
  measure: z.enum(MEASURES),
  timestamp: z.string(),
  kwh,
  kind: z.enum(['Z_SCORE', 'NEGATIVE']),
  direction: z.enum(['HIGH', 'LOW']),
  severity: z.enum(SEVERITIES),
  z_score: z.number().nullable(),
  threshold: kwh,
});

export const reportForecastDaySchema = z.object({ ds: z.iso.date(), yhat: kwh, yhat_lower: kwh, yhat_upper: kwh });

export const reportForecastSiteSchema = z.object({
  site_id: z.string(),
  measure: z.enum(MEASURES),
  model: z.string(),
  days: z.array(reportForecastDaySchema),
});

/** One piece of advice. */
export const adviceSchema = z.object({
  /** Stable: names the rule. */
  code: z.string(),
  title: z.string(),
  text: z.string(),
  site_id: z.string().nullable(),
  appliance: z.string().nullable(),
  /** Estimates for a year, null where the advice has none; money in `currency`. */
  saving_kwh_per_year: z.number().nonnegative().nullable(),
  saving_per_year: z.number().nonnegative().nullable(),
  payback_years: z.number().nonnegative().nullable(),
});
export type Advice = z.infer<typeof adviceSchema>;

/** What generate-insights writes and publish puts into the report. */
export const insightsSchema = z.object({
  /** Who wrote the texts: `rules` or a language model's name. */
  source: z.string(),
  currency: z.string(),
  /** Behaviour: what to do differently. */
  assistant: z.array(adviceSchema),
  /** Equipment: what to replace or look into, with saving and pay-back. */
  auditor: z.array(adviceSchema),
});
export type Insights = z.infer<typeof insightsSchema>;

const branchSchema = z.object({
  status: z.enum(['OK', 'INSUFFICIENT_DATA', 'DEGRADED']),
  /** The error's name of a degraded branch, or why there is no forecast. */
  reason: z.string().optional(),
});

export const reportSchema = z.object({
  dataset: z.string(),
  source: z.object({ bucket: z.string(), key: z.string(), version: z.string().nullable() }),
  run: runSchema,
  /** PARTIAL: an optional branch degraded; see `branches`. */
  status: z.enum(['PUBLISHED', 'PARTIAL']),
  timeZone: z.string(),
  period: periodSchema,
  rows: z.object({ read: count }),
  /** Values in the rows: accepted + rejected + missing + duplicates. */
  readings: readingCountsSchema,
  /** Rejected values by code, and where their rows are kept. */
  rejected: z.object({ by_code: z.record(z.string(), count), quarantine: z.string().nullable() }),
  /** null when the file gives no consumption. */
  consumption: z
    .object({
      total_kwh: kwh,
      /** total / local dates with readings */
      daily_average_kwh: kwh,
      /** Hour of day with the highest mean consumption of all appliances together, the earliest on a tie. */
      peak_hour: hour,
      appliances: z.array(reportApplianceSchema),
    })
    .nullable(),
  /** null when the file gives no generation. */
  generation: z
    .object({
      total_kwh: kwh,
      /** generated - consumed; null when the file gives no consumption */
      net_kwh: kwh.nullable(),
      sites: z.array(reportApplianceSchema),
    })
    .nullable(),
  anomalies: z.object({
    count,
    by_severity: z.record(z.enum(SEVERITIES), count),
    by_appliance: z.array(z.object({ site_id: z.string(), appliance: z.string(), measure: z.enum(MEASURES), count })),
    /** The most severe ones first. All of them are in the table anomaly_data and in anomalies.csv. */
    top: z.array(reportAnomalySchema),
  }),
  forecast: z.object({
    status: z.enum(['OK', 'INSUFFICIENT_DATA', 'DEGRADED']),
    reason: z.string().optional(),
    sites: z.array(reportForecastSiteSchema),
  }),
  insights: insightsSchema.extend({ source: z.string().nullable() }),
  branches: z.object({
    aggregate: branchSchema,
    anomalies: branchSchema,
    forecast: branchSchema,
    insights: branchSchema,
  }),
});
export type Report = z.infer<typeof reportSchema>;
