/** `config/alerts.json`: what people want to be told of, by site. */
import { z } from 'zod';
import { EVENT_KINDS, SEVERITIES } from '../../../shared/energy/anomalies.ts';
import { CONFIG_KEYS } from '../../../shared/lake/keys.ts';
import type { LakeStore } from '../../../shared/runtime/lake-port.ts';
import { LOG, type Log } from '../../../shared/runtime/log.ts';
import { parseJson } from '../../../shared/text/parse-json.ts';
import { fitsPattern } from '../../../shared/text/wildcard.ts';

/** Kinds of alerts: those of events, single readings far out, and what is over a limit of the site. */
export const ALERT_KINDS = [...EVENT_KINDS, 'Z_SCORE', 'HIGH_CONSUMPTION', 'HIGH_POWER', 'OVER_BUDGET'] as const;

const siteSchema = z.strictObject({
  severity: z.enum(SEVERITIES).optional().describe('The least that is told'),
  daily_kwh: z.number().positive().optional().describe('A local day that uses more is told'),
  power_kw: z.number().positive().optional().describe('An interval that takes more power on average is told'),
  daily_cost: z
    .number()
    .positive()
    .optional()
    .describe('A local day that costs more is told, in the currency of its tariff'),
  mute_appliances: z.array(z.string()).default([]).describe('Nothing of these is told'),
  mute_kinds: z.array(z.enum(ALERT_KINDS)).default([]).describe('These kinds are not told'),
});

export const alertSettingsSchema = z.strictObject({
  severity: z.enum(SEVERITIES).default('HIGH'),
  max_age_hours: z.number().positive().default(72).describe('Nothing is told of a site whose last interval is older'),
  sites: z.record(z.string(), siteSchema).default({}).describe('By pattern, in which * stands for any characters'),
});

/** What holds for one site. */
export interface AlertSettings {
  readonly severity: (typeof SEVERITIES)[number];
  readonly maxAgeHours: number;
  readonly dailyKwh: number | null;
  readonly powerKw: number | null;
  readonly dailyCost: number | null;
  readonly mutedAppliances: ReadonlySet<string>;
  readonly mutedKinds: ReadonlySet<string>;
}

/**
 * The first pattern that fits the site holds; without a file, the defaults. A file that is not what it must be is
 * logged and passed over: nobody's readings should wait for it.
 */
export async function alertSettings(site: string, lake: LakeStore, log: Log): Promise<AlertSettings> {
  const stored = await lake.getText(CONFIG_KEYS.alerts);
  const parsed = alertSettingsSchema.safeParse(stored ? parseJson(stored.text) : {});
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    log.warn(LOG.alertSettingsInvalid, { key: CONFIG_KEYS.alerts, faults });
  }
  const { severity, max_age_hours, sites } = parsed.data ?? alertSettingsSchema.parse({});
  const own = Object.entries(sites).find(([pattern]) => fitsPattern(site, pattern))?.[1];
  return {
    severity: own?.severity ?? severity,
    maxAgeHours: max_age_hours,
    dailyKwh: own?.daily_kwh ?? null,
    powerKw: own?.power_kw ?? null,
    dailyCost: own?.daily_cost ?? null,
    mutedAppliances: new Set(own?.mute_appliances),
    mutedKinds: new Set(own?.mute_kinds),
  };
}
