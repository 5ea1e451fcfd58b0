import { withDatabase } from '../../shared/duckdb.ts';
import { FILES, insightsPrefix } from '../../shared/lake.ts';
import { LOG } from '../../shared/log.ts';
import { insightsSchema } from '../../shared/report.ts';
import type { TableName } from '../../shared/schema.ts';
import type { StepContext } from '../../shared/step.ts';
import { fetchTable, withFolder } from '../../shared/tables.ts';
import type { InsightsInput, InsightsOutput } from '../../statemachine/contract.ts';
import { gatherFacts } from './facts.ts';
import { rules } from './rules/index.ts';

/**
 * Writes what a run's figures suggest to do: behaviour (assistant) and equipment (auditor).
 * @returns the key of the document, in the shape of insightsSchema
 */
export async function generateInsights(input: InsightsInput, context: StepContext): Promise<InsightsOutput> {
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const outputs = [...input.describe.aggregate.tables, ...input.describe.anomalies.tables];
      const fetch = (table: TableName) => {
        const output = outputs.find((each) => each.table === table);
        if (!output) throw new Error(`The input names no table ${table}: an earlier step did not write it.`);
        return fetchTable(output, context, folder);
      };
      const [processed, hourly, daily, anomalies] = await Promise.all([
        fetch('processed_energy_data'),
        fetch('hourly_energy_data'),
        fetch('daily_energy_data'),
        fetch('anomaly_data'),
      ]);
      const facts = await gatherFacts(
        db,
        { processed, hourly, daily, anomalies, totals: input.totals },
        context.settings,
      );
      const insights = insightsSchema.parse(await rules.generate(facts));

      const id = { dataset: input.dataset, run: input.run, attempt: context.attempt };
      const key = `${insightsPrefix(id)}${FILES.insights}`;
      await context.lake.putText(key, `${JSON.stringify(insights, null, 2)}\n`, 'application/json');
      context.log.info(LOG.insightsGenerated, {
        source: insights.source,
        assistant: insights.assistant.length,
        auditor: insights.auditor.length,
      });
      return { status: 'OK', source: insights.source, key };
    }),
  );
}
