/** The tables that the run wrote, as SQL relations, asked for by name. */

import type { PublishInput, TableOutput } from '../../shared/contract.ts';
import { fetchTable } from '../../shared/lake/run-files.ts';
import { settleAll } from '../../shared/runtime/settle-all.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import type { TableName } from '../../shared/tables/schema.ts';

/** Tables with a file a run that are read here; the readings are not, in any of their tables. */
export type RunTable = Exclude<TableName, 'raw_energy_data' | 'shadowed_readings' | 'upload_readings'>;

/** What of a run is in the lake. */
export interface Kept {
  readonly tables: readonly TableOutput[];
  /** Whether CSV files of the tables stand beside the report. */
  readonly exports: boolean;
  /** Whether the dataset is new: it has no partitions to look for. */
  readonly isNew: boolean;
}

export interface Relations {
  /** @throws Error when no step of the run has written the table */
  of(table: RunTable): string;
  /** @returns null when no step has written it: a degraded branch has no tables */
  find(table: RunTable): string | null;
}

/** Every table that the run wrote, apart from raw_energy_data. */
export function outputsOf(input: PublishInput): TableOutput[] {
  return [...input.tables, ...stepOutputs(input)];
}

/** Those that the steps after validation wrote. */
export function stepOutputs({ branches }: Pick<PublishInput, 'branches'>): TableOutput[] {
  const { aggregate, anomalies, forecast } = branches;
  return [...aggregate.tables, ...anomalies.tables, ...(forecast.status === 'DEGRADED' ? [] : forecast.tables)];
}

/** Fetches every table of the run into a folder. */
export async function fetchRelations(input: PublishInput, context: StepContext, folder: string): Promise<Relations> {
  const fetched = new Map<TableName, string>(
    await settleAll(
      ...outputsOf(input)
        .filter(({ table }) => table !== 'upload_readings')
        .map(async (output): Promise<[TableName, string]> => [output.table, await fetchTable(output, context, folder)]),
    ),
  );
  return {
    of(table) {
      const relation = fetched.get(table);
      if (relation === undefined) throw new Error(`No step of run ${input.run} has written the table ${table}.`);
      return relation;
    },
    find: (table) => fetched.get(table) ?? null,
  };
}
