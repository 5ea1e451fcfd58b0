/** What the sections say, read from the run's tables: some twenty small results, whatever the file's size. */
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Relations } from '../relations.ts';
import { readClimate } from './climate/facts.ts';
import { readCosts } from './costs/facts.ts';
import { readCycles } from './cycles/facts.ts';
import { readDemand } from './demand/facts.ts';
import { readEnergy } from './energy/facts.ts';
import { readEvents } from './events/facts.ts';
import { readForecast } from './forecast/facts.ts';
import { readPower } from './power/facts.ts';
import { readCompleteness } from './quality/facts.ts';
import { readSolar } from './solar/facts.ts';

export type Facts = Awaited<ReturnType<typeof readFacts>>;

/** One after the other: a connection answers one query at a time. */
export async function readFacts(db: Database, tables: Relations) {
  return {
    energy: await readEnergy(db, tables),
    costs: await readCosts(db, tables),
    demand: await readDemand(db, tables),
    climate: await readClimate(db, tables),
    power: await readPower(db, tables),
    cycles: await readCycles(db, tables),
    solar: await readSolar(db, tables),
    forecast: await readForecast(db, tables),
    events: await readEvents(db, tables),
    completeness: await readCompleteness(db, tables),
  };
}
