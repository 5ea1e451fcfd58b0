import { type Command, Option } from 'commander';
import type { GlobalOptions } from '../options.ts';
import { QUERY_FORMATS, type QueryFormat } from '../query-formats.ts';

const EXAMPLES = `
Tables: raw_energy_data, processed_energy_data, daily_energy_data, hourly_energy_data, cost_data, bill_data,
load_shape_data, load_profile_data, missing_data, anomaly_data, anomaly_event_data, forecast_data,
hourly_forecast_data, forecast_model_data, datasets. Examples:
  energy query "SELECT appliance, SUM(kwh) AS kwh FROM raw_energy_data GROUP BY appliance ORDER BY kwh DESC"
  energy query --format csv "SELECT * FROM anomaly_data ORDER BY timestamp" > anomalies.csv`;

export function register(program: Command): void {
  program
    .command('query')
    .summary('ask the tables with SQL (Athena)')
    .description("Runs a query with Athena's SQL over everything that is published, and prints all of its rows.")
    .argument('<sql>', 'one statement, in quotes')
    .addOption(new Option('--format <format>', 'how to print the rows').choices(QUERY_FORMATS).default('table'))
    .addHelpText('after', EXAMPLES)
    .action(async (sql: string, _options: unknown, command: Command) => {
      const options: GlobalOptions & { format: QueryFormat } = command.optsWithGlobals();
      const { queryCommand } = await import('../actions/query.ts');
      await queryCommand(sql, options);
    });
}
