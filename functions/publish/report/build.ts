import type { z } from 'zod';
import type { PublishInput } from '../../../shared/contract.ts';
import type { Severity } from '../../../shared/readings/anomalies.ts';
import type { AppliedLayout } from '../../../shared/readings/layout.ts';
import { type Insights, NO_CALL } from '../../../shared/report/insights.ts';
import { type Report, reportSchema } from '../../../shared/report/report.ts';
import type { Measure } from '../../../shared/tables/schema.ts';
import { reportEvents } from '../sections/events/facts.ts';
import { reportForecast } from '../sections/forecast/facts.ts';
import type { Facts } from './facts.ts';

/**
 * The run's result as report.json says it.
 * @param insights null when that branch degraded
 * @param layout null when the run did not keep it
 * @param currency of the tariff, for a report without insights
 */
export function buildReport(
  input: PublishInput,
  facts: Facts,
  insights: Insights | null,
  layout: AppliedLayout | null,
  currency: string,
): Report {
  const { forecast, insights: advice } = input.branches;
  const degraded = forecast.status === 'DEGRADED' || advice.status === 'DEGRADED';
  const forecastStatus = {
    status: forecast.status,
    ...(forecast.reason === undefined ? {} : { reason: forecast.reason }),
  };
  return reportSchema.parse({
    dataset: input.dataset,
    source: { bucket: input.source.bucket, key: input.source.key, version: input.source.version ?? null },
    run: input.run,
    status: degraded ? 'PARTIAL' : 'PUBLISHED',
    timeZone: input.timeZone,
    period: input.period,
    rows: input.rows,
    readings: input.readings,
    layout,
    rejected: { by_code: input.rejectedByCode, quarantine: input.quarantine },
    consumption: consumption(facts, input.period.days),
    generation: generation(facts),
    load: facts.load,
    solar: facts.solar,
    money: facts.money,
    completeness: facts.completeness,
    anomalies: anomalies(facts),
    forecast: reportForecast(input.branches, facts.forecast),
    insights: insights ?? { provider: null, ...NO_CALL, fallback: null, currency, assistant: [], auditor: [] },
    branches: {
      aggregate: { status: 'OK' },
      anomalies: { status: 'OK' },
      forecast: forecastStatus,
      insights: advice.status === 'DEGRADED' ? { status: advice.status, reason: advice.reason } : { status: 'OK' },
    },
  } satisfies z.input<typeof reportSchema>);
}

function seriesOf(facts: Facts, wanted: Measure) {
  return facts.series.flatMap(({ measure, measure_total_kwh: _, ...rest }) => (measure === wanted ? [rest] : []));
}

/** The exact sum of all series of a measure; undefined when the file does not give it. */
function totalOf(facts: Facts, wanted: Measure): number | undefined {
  return facts.series.find(({ measure }) => measure === wanted)?.measure_total_kwh;
}

function consumption(facts: Facts, days: number): Report['consumption'] {
  const total = totalOf(facts, 'consumption');
  if (total === undefined) return null;
  return {
    total_kwh: total,
    daily_average_kwh: total / days,
    peak_hour: peakHour(facts, 'consumption'),
    appliances: seriesOf(facts, 'consumption'),
  };
}

/** Hour of day with the highest mean of all series together, the earliest on a tie. */
function peakHour(facts: Facts, wanted: Measure): number {
  let peak: Facts['hours'][number] | undefined;
  for (const hour of facts.hours) {
    if (hour.measure === wanted && (!peak || hour.mean_kwh > peak.mean_kwh)) peak = hour;
  }
  return peak?.hour ?? 0;
}

function generation(facts: Facts): Report['generation'] {
  const generated = totalOf(facts, 'generation');
  const consumed = totalOf(facts, 'consumption');
  if (generated === undefined) return null;
  return {
    total_kwh: generated,
    net_kwh: consumed === undefined ? null : generated - consumed,
    sites: seriesOf(facts, 'generation'),
  };
}

function anomalies({ anomalyCounts, topAnomalies, events }: Facts): Report['anomalies'] {
  const bySeverity: Record<Severity, number> = { LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0 };
  const bySeries = new Map<string, Report['anomalies']['by_appliance'][number]>();
  let count = 0;
  for (const { severity, count: some, ...name } of anomalyCounts) {
    count += some;
    bySeverity[severity] += some;
    const key = JSON.stringify([name.site_id, name.appliance, name.measure]);
    bySeries.set(key, { ...name, count: (bySeries.get(key)?.count ?? 0) + some });
  }
  // The sort is stable: equal counts stay in the order of their names.
  const byAppliance = [...bySeries.values()].sort((a, b) => b.count - a.count);
  return { count, by_severity: bySeverity, by_appliance: byAppliance, top: topAnomalies, events: reportEvents(events) };
}
