import type { InsightsInput, InsightsOutput } from '../../shared/contract.ts';
import { withDatabase } from '../../shared/database/duckdb.ts';
import { FILES, insightsPrefix } from '../../shared/lake/keys.ts';
import { fetchNamed, fetchTable, withFolder } from '../../shared/lake/run-files.ts';
import { insightsSchema } from '../../shared/report/insights.ts';
import { LOG } from '../../shared/runtime/log.ts';
import { settleAll } from '../../shared/runtime/settle-all.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import type { TableName } from '../../shared/tables/schema.ts';
import { lastDayBefore } from '../../shared/text/days.ts';
import { type Facts, gatherFacts } from './facts/index.ts';
import { chooseProvider, type ReadSecret } from './model/adapters.ts';
import { writeInsights } from './write.ts';

export interface InsightsContext extends StepContext {
  readonly readSecret: ReadSecret;
}

/**
 * Writes what a run's figures suggest to do: behaviour (assistant) and equipment (auditor).
 * @returns the key of the document, in the shape of insightsSchema
 */
export async function generateInsights(input: InsightsInput, context: InsightsContext): Promise<InsightsOutput> {
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const outputs = [...input.describe.aggregate.tables, ...input.describe.anomalies.tables];
      const fetch = (table: TableName) => fetchNamed(table, outputs, context, folder);
      const [processed, hourly, daily, costs, bills, load, demand, duration, anomalies, events] = await settleAll(
        fetch('processed_energy_data'),
        fetch('hourly_energy_data'),
        fetch('daily_energy_data'),
        fetch('cost_data'),
        fetch('bill_data'),
        fetch('load_shape_data'),
        fetch('demand_data'),
        fetch('load_duration_data'),
        fetch('anomaly_data'),
        fetch('anomaly_event_data'),
      );
      const reactive = outputs.find(({ table }) => table === 'power_factor_data');
      const powerFactors = reactive && (await fetchTable(reactive, context, folder));
      const facts = await gatherFacts(
        db,
        { processed, hourly, daily, costs, bills, load, demand, duration, anomalies, events, powerFactors },
        { period: datesOf(input.period), bases: input.bases, kind: input.kind },
        context.settings,
      );
      const provider = chooseProvider(context.settings, context.readSecret, context.now);
      const insights = insightsSchema.parse(await writeInsights(facts, provider, context));

      const id = { dataset: input.dataset, run: input.run, attempt: context.attempt };
      const key = `${insightsPrefix(id)}${FILES.insights}`;
      await context.lake.putText(key, `${JSON.stringify(insights, null, 2)}\n`, 'application/json');
      if (insights.fallback) {
        context.log.warn(LOG.insightsFellBack, { from: insights.fallback.from, code: insights.fallback.code });
      }
      context.log.info(LOG.insightsGenerated, {
        provider: insights.provider,
        assistant: insights.assistant.length,
        auditor: insights.auditor.length,
      });
      return { status: 'OK', provider: insights.provider, key };
    }),
  );
}

/** The period ends where its last interval does: at midnight that is the day after the last one. */
function datesOf({ from, to, days }: InsightsInput['period']): Facts['period'] {
  return { from: from.slice(0, 10), to: lastDayBefore(to), days };
}
