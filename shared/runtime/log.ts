/** Every message that the functions log, once: stable `noun:verb` keys that a query or a filter can rely on. */
export const LOG = {
  readingsValidated: 'readings:validated',
  readingsRejected: 'readings:rejected',
  uploadRefused: 'upload:refused',
  runSkipped: 'run:skipped',
  usageAggregated: 'usage:aggregated',
  anomaliesDetected: 'anomalies:detected',
  demandForecast: 'demand:forecast',
  modelsFailed: 'models:failed',
  historySkipped: 'history:skipped',
  insightsGenerated: 'insights:generated',
  insightsFellBack: 'insights:fell-back',
  manifestCommitted: 'manifest:committed',
  manifestContended: 'manifest:contended',
  catalogReconciled: 'catalog:reconciled',
  recordFollowed: 'record:followed',
  recordContended: 'record:contended',
  reportWritten: 'report:written',
  stepFailed: 'step:failed',
  recordWaits: 'record:waits',
  lakeSwept: 'lake:swept',
  siteServed: 'site:served',
  sitesServed: 'sites:served',
  versionNotCompared: 'version:not-compared',
  sitesSummarised: 'sites:summarised',
  siteFactsInvalid: 'site-facts:invalid',
  alertSettingsInvalid: 'alert-settings:invalid',
} as const;
export type LogMessage = (typeof LOG)[keyof typeof LOG];

/** What a step logs with; fields are facts, never readings or text of a file. */
export interface Log {
  info(message: LogMessage, fields?: Record<string, unknown>): void;
  warn(message: LogMessage, fields?: Record<string, unknown>): void;
}
