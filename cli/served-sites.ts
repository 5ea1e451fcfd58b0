/** The table of sites served, as commands read it. */
import { createServedStore, type ServedStore } from '../shared/served/store.ts';
import type { ServedSite } from '../shared/served/table.ts';
import type { Connection } from './connection.ts';
import { nameOf } from './errors.ts';

/** @returns the table, and the sites that are in it: none where nothing was ever served */
export async function servedSites({
  clients,
  servedTable,
}: Pick<Connection, 'clients' | 'servedTable'>): Promise<{ store: ServedStore; sites: readonly ServedSite[] }> {
  const store = createServedStore(await clients.dynamoDb(), servedTable);
  try {
    return { store, sites: await store.sites() };
  } catch (error) {
    if (nameOf(error) === 'ResourceNotFoundException') return { store, sites: [] };
    throw error;
  }
}
