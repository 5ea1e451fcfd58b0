import type { z } from 'zod';
import type { AggregateOutput, PublishInput } from '../../shared/contract.ts';
import type { AppliedLayout } from '../../shared/readings/layout.ts';
import { type Insights, NO_CALL } from '../../shared/report/insights.ts';
import type { Money } from '../../shared/report/money.ts';
import { type Report, reportSchema } from '../../shared/report/report.ts';
import { reportConsumption, reportGeneration } from './sections/energy/facts.ts';
import { reportAnomalies } from './sections/events/facts.ts';
import type { Facts } from './sections/facts.ts';
import { reportForecast } from './sections/forecast/facts.ts';

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
    same_bytes: input.sameBytes,
    overlap: input.overlap,
    consumption: reportConsumption(facts.energy, input.period.days),
    generation: reportGeneration(facts.energy),
    load: facts.demand,
    climate: facts.climate,
    cycles: facts.cycles,
    power: facts.power,
    solar: facts.solar,
    money: withDigests(facts.costs.money, input.branches.aggregate),
    file_cost: layout?.balance?.file_cost ?? null,
    completeness: facts.completeness,
    anomalies: reportAnomalies(facts.events),
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

/** Each site's bill with what tells whether its tariff still says the same. */
function withDigests(money: Money, { prices = {} }: AggregateOutput): Money {
  return { ...money, sites: money.sites.map((site) => ({ ...site, prices: prices[site.tariff] ?? null })) };
}
