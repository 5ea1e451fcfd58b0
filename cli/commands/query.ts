import { type Command, Option } from 'commander';
import { DATASETS_TABLE } from '../../shared/tables/datasets-table.ts';
import { TABLE_NAMES } from '../../shared/tables/schema.ts';
import type { GlobalOptions } from '../options.ts';
import { QUERY_FORMATS, type QueryFormat } from '../query-formats.ts';

const LINE_WIDTH = 100;

/** Every table that can be asked, in lines of a terminal's width. */
function tableLines(): string {
  const lines: string[] = [];
  for (const name of [...TABLE_NAMES, DATASETS_TABLE]) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < LINE_WIDTH) lines[lines.length - 1] = `${last}, ${name}`;
    else lines.push(name);
  }
  return lines.join(',\n');
}

const EXAMPLES = `
Tables: ${tableLines()}.

Examples:
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
