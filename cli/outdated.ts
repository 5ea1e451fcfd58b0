/** What of a report does not hold any more: it is made once, and tariffs and readings may change after it. */
import type { Report } from '../shared/report/report.ts';
import type { Connection } from './connection.ts';
import { repricedNote } from './repriced.ts';
import { staleForecastNote } from './stale-forecasts.ts';

/** @param again what makes a run's report anew, where that is no command. @returns null where all of it holds */
export async function outdatedNote(connection: Connection, report: Report, again?: string): Promise<string | null> {
  const notes = [
    await repricedNote(connection, report, again),
    await staleForecastNote(connection, report, again),
  ].filter((each) => each !== null);
  return notes.length === 0 ? null : notes.join(' ');
}
