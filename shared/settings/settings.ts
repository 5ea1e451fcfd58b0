import { z } from 'zod';
import { isTimeZone } from '../text/time-zone.ts';
import { checkInsights, insightsSettings } from './insights.ts';

/** Days after its end in which a failed execution can be redriven; Step Functions' own limit. */
export const REDRIVE_DAYS = 14;

/** Of timestamps, where nothing and nobody names another. */
export const DEFAULT_ZONE = 'UTC';

const timeZoneSchema = z.string().refine(isTimeZone, { error: 'not an IANA time zone such as Europe/Berlin' });

/** Text of a site: short, and nothing that a terminal or a path could stumble over. */
export const siteIdSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters');

/** A country by ISO 3166-1, where it matters with its region and that one's part: `DE`, `DE-BY`, `DE-BY-KATH`. */
export const calendarSchema = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,8}){0,2}$/, 'must be a country such as DE, or with a region such as DE-BY');

/**
 * Everything a person can set, one environment variable each. `describe` is the sentence in docs/SETTINGS.md.
 * A value that does not parse stops the function at its start with the variable's name.
 */
export const settingsSchema = z
  .object({
    ENERGY_TIME_ZONE: timeZoneSchema.default(DEFAULT_ZONE).describe('Zone of timestamps that carry no offset'),
    ENERGY_SITE_ID: siteIdSchema.default('default').describe('Site of readings that name none'),
    ENERGY_REJECT_LIMIT: z.coerce
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe('Share of the readings that may be rejected before the whole upload is'),
    ENERGY_ANOMALY_SIGMA: z.coerce
      .number()
      .positive()
      .max(100)
      .default(2)
      .describe('Standard deviations from the mean beyond which a reading is an anomaly'),
    ENERGY_SEVERITY_MEDIUM: z.coerce.number().positive().default(3).describe('|z| from which an anomaly is MEDIUM'),
    ENERGY_SEVERITY_HIGH: z.coerce.number().positive().default(4).describe('|z| from which an anomaly is HIGH'),
    ENERGY_SEVERITY_CRITICAL: z.coerce.number().positive().default(6).describe('|z| from which an anomaly is CRITICAL'),
    ENERGY_FORECAST_DAYS: z.coerce.number().int().min(1).max(90).default(7).describe('Days to forecast'),
    ENERGY_COUNTRY: calendarSchema
      .optional()
      .describe('Country of the public holidays that a forecast knows of, such as DE, or with a region: DE-BY'),
    ENERGY_TARIFF_RATE: z.coerce.number().min(0).max(100).default(0.3).describe('Price of a kWh'),
    ENERGY_TARIFF_OFF_PEAK_RATE: z.coerce
      .number()
      .min(0)
      .max(100)
      .default(0.2)
      .describe('Price of a kWh off peak (22:00 to 06:00), for what shifting a load would save'),
    ENERGY_CO2_FACTOR: z.coerce
      .number()
      .min(0)
      .max(10_000)
      .multipleOf(0.001)
      .default(436)
      .describe('Grams of CO2 for a kWh from the grid; the default is the mean of the world in 2022 (Ember)'),
    ENERGY_CURRENCY: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be a three-letter code such as EUR')
      .default('EUR')
      .describe('Currency of the rates'),
    ENERGY_RETENTION_DAYS: z.coerce
      .number()
      .int()
      .min(REDRIVE_DAYS + 1)
      .max(3650)
      .default(30)
      .describe('Days for which versions of months and attempts that nothing names any more are kept'),
    ...insightsSettings,
  })
  .refine(
    (each) =>
      each.ENERGY_SEVERITY_MEDIUM < each.ENERGY_SEVERITY_HIGH &&
      each.ENERGY_SEVERITY_HIGH < each.ENERGY_SEVERITY_CRITICAL,
    {
      path: ['ENERGY_SEVERITY_MEDIUM'],
      error: 'must be below ENERGY_SEVERITY_HIGH, and that below ENERGY_SEVERITY_CRITICAL',
    },
  )
  .superRefine(checkInsights);
export type Settings = z.infer<typeof settingsSchema>;

/**
 * @param env the process's environment; an empty value counts as not set
 * @throws Error that names each variable which does not parse, and why
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.keys(settingsSchema.shape).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Settings that are not valid: ${faults.join('; ')}`);
}
