import { z } from 'zod';
import { AwsError, LOCAL_ACCOUNT } from '../service.ts';
import { paged } from './paging.ts';
import { type DatabaseRecord, databaseInput, parseInput } from './shapes.ts';
import type { Store, StoredDatabase } from './store.ts';

/** What every operation works on. */
export interface Context {
  store: Store;
  /** Seconds since 1970. */
  now(): number;
}

export type Operation = (input: Record<string, unknown>) => unknown;

/** CatalogId may be sent everywhere; there is one catalogue here. */
export const catalogId = { CatalogId: z.string().optional() };

/** @throws AwsError EntityNotFoundException */
export function findDatabase(store: Store, name: string): StoredDatabase {
  const database = store.databases.get(name.toLowerCase());
  if (!database) throw new AwsError('EntityNotFoundException', `Database ${name.toLowerCase()} not found.`);
  return database;
}

export function databaseOperations({ store, now }: Context): Record<string, Operation> {
  const named = z.object({ ...catalogId, Name: z.string().min(1) });
  const withInput = z.object({ ...catalogId, DatabaseInput: databaseInput });

  return {
    CreateDatabase(input) {
      const { DatabaseInput: given } = parseInput(withInput, input);
      const name = given.Name.toLowerCase();
      if (store.databases.has(name)) throw new AwsError('AlreadyExistsException', 'Database already exists.');
      store.putDatabase({ ...given, Name: name, CreateTime: now(), UpdateTime: now() });
      return {};
    },
    GetDatabase(input) {
      return { Database: output(findDatabase(store, parseInput(named, input).Name).record) };
    },
    GetDatabases(input) {
      const page = z.object({ ...catalogId, MaxResults: z.number().int().min(1).max(100).optional() });
      const { MaxResults = 100 } = parseInput(page, input);
      const all = [...store.databases.values()].map((database) => database.record);
      const { items, NextToken } = paged(all, MaxResults, input.NextToken);
      return { DatabaseList: items.map(output), NextToken };
    },
    UpdateDatabase(input) {
      const { Name, DatabaseInput: given } = parseInput(withInput.extend({ Name: z.string().min(1) }), input);
      const database = findDatabase(store, Name);
      if (given.Name.toLowerCase() !== database.record.Name) {
        throw new AwsError(
          'InvalidInputException',
          'A database cannot be renamed: DatabaseInput.Name differs from Name',
        );
      }
      store.putDatabase({
        ...given,
        Name: database.record.Name,
        CreateTime: database.record.CreateTime,
        UpdateTime: now(),
      });
      return {};
    },
    DeleteDatabase(input) {
      const { Name } = parseInput(named, input);
      store.deleteDatabase(findDatabase(store, Name).record.Name);
      return {};
    },
  };
}

function output({ UpdateTime: _, ...record }: DatabaseRecord) {
  return { ...record, CatalogId: LOCAL_ACCOUNT };
}
