/** Statements that a person keeps, in this browser. */
import { z } from 'zod';

const KEY = 'energy-console-queries';
const savedSchema = z.array(z.object({ name: z.string(), sql: z.string() }));
export type SavedQuery = z.infer<typeof savedSchema>[number];

export function savedQueries(): readonly SavedQuery[] {
  try {
    return savedSchema.parse(JSON.parse(window.localStorage.getItem(KEY) ?? '[]'));
  } catch {
    return [];
  }
}

/** One of the same name is replaced. @returns all of them */
export function saveQuery(query: SavedQuery): readonly SavedQuery[] {
  const all = [...savedQueries().filter(({ name }) => name !== query.name), query];
  window.localStorage.setItem(KEY, JSON.stringify(all));
  return all;
}

export function forgetQuery(name: string): readonly SavedQuery[] {
  const all = savedQueries().filter((each) => each.name !== name);
  window.localStorage.setItem(KEY, JSON.stringify(all));
  return all;
}
