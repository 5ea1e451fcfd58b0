/** What people were told of a site: an item of the table, beside the site's own. */
import { z } from 'zod';
import { SEVERITIES } from '../energy/anomalies.ts';

/** Sort key of the item. */
export const ALERTS_KEY = '@alerts';

export const ALERT_CHANGES = ['new', 'worse', 'recovered'] as const;
export type AlertChange = (typeof ALERT_CHANGES)[number];

export const openAlertSchema = z.object({
  severity: z.enum(SEVERITIES),
  since: z.string().describe('Start of what was told first, UTC'),
  subject: z.string(),
});

/** By kind, what is open. */
export const openAlertsSchema = z.record(z.string(), openAlertSchema);
export type OpenAlerts = z.infer<typeof openAlertsSchema>;
