/** What is worth knowing of the readings that the balance stands on. */
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Note } from '../../../shared/readings/layout.ts';
import type { Balance } from './balance.ts';
import { incompleteSums } from './incomplete-sums.ts';
import { negativeReadings } from './negative-readings.ts';

export async function balanceNotes(balance: Balance, db: Database): Promise<Note[]> {
  return [...(await negativeReadings(balance, db)), ...(balance.plain ? [] : await incompleteSums(balance.plan, db))];
}
