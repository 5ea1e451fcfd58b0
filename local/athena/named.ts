import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { NamedQuery } from '../../shared/named-queries.ts';
import { parseJson } from '../../shared/text/parse-json.ts';
import { setAside } from '../set-aside.ts';
import { invalidRequest, maxResults, parseInput } from './errors.ts';
import { page } from './paging.ts';
import { type Operation, type QueryContext, workgroup } from './queries.ts';

const namedQuery = z.object({
  NamedQueryId: z.string(),
  Name: z.string().min(1).max(128),
  Description: z.string().max(1024).optional(),
  Database: z.string().min(1).max(255),
  QueryString: z.string().min(1).max(262_144),
  WorkGroup: z.string(),
});
type SavedQuery = z.infer<typeof namedQuery>;

/**
 * Saved queries: those of the stack, which are there at each start, and in one small file those that people save.
 * @param file `<home>/athena/named-queries.json`
 */
export function namedQueryOperations(
  file: string,
  context: Pick<QueryContext, 'workgroups' | 'database'>,
  ofStack: readonly NamedQuery[],
): Record<string, Operation> {
  const deployed = ofStack.map((query) => saved(query, context));
  const queries = new Map([...deployed, ...load(file)].map((query) => [query.NamedQueryId, query]));
  const isDeployed = new Set(deployed.map(({ NamedQueryId }) => NamedQueryId));
  const save = (): void => {
    const own = [...queries.values()].filter(({ NamedQueryId }) => !isDeployed.has(NamedQueryId));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.tmp`, JSON.stringify(own, undefined, 2));
    renameSync(`${file}.tmp`, file);
  };
  const find = (id: string): SavedQuery => {
    const query = queries.get(id);
    if (!query) throw invalidRequest(`NamedQuery ${id} was not found`);
    return query;
  };
  const one = z.object({ NamedQueryId: z.string() });

  return {
    CreateNamedQuery(input) {
      const created = namedQuery.omit({ NamedQueryId: true }).partial({ WorkGroup: true });
      const shape = created.extend({ ClientRequestToken: z.string().optional() });
      const { ClientRequestToken: _, ...given } = parseInput(shape, input);
      const group = workgroup(context, given.WorkGroup).name;
      const id = randomUUID();
      queries.set(id, { ...given, NamedQueryId: id, WorkGroup: group });
      save();
      return { NamedQueryId: id };
    },
    GetNamedQuery: (input) => ({ NamedQuery: find(parseInput(one, input).NamedQueryId) }),
    BatchGetNamedQuery(input) {
      const { NamedQueryIds } = parseInput(z.object({ NamedQueryIds: z.array(z.string()).min(1).max(50) }), input);
      return {
        NamedQueries: NamedQueryIds.flatMap((id) => queries.get(id) ?? []),
        UnprocessedNamedQueryIds: NamedQueryIds.filter((id) => !queries.has(id)).map((id) => ({
          NamedQueryId: id,
          ErrorCode: 'INVALID_INPUT',
          ErrorMessage: `NamedQuery ${id} was not found`,
        })),
      };
    },
    ListNamedQueries(input) {
      const shape = z.object({
        MaxResults: maxResults(50),
        NextToken: z.string().optional(),
        WorkGroup: z.string().optional(),
      });
      const { MaxResults = 50, NextToken, WorkGroup } = parseInput(shape, input);
      const group = workgroup(context, WorkGroup).name;
      const ids = [...queries.values()].filter((query) => query.WorkGroup === group).map((query) => query.NamedQueryId);
      const { items, next } = page(ids, MaxResults, NextToken);
      return { NamedQueryIds: items, NextToken: next };
    },
    DeleteNamedQuery(input) {
      queries.delete(find(parseInput(one, input).NamedQueryId).NamedQueryId);
      save();
      return {};
    },
  };
}

/** Its id is made of its name: it is the same at each start. */
function saved(
  { name, description, sql }: NamedQuery,
  { workgroups, database }: Pick<QueryContext, 'workgroups' | 'database'>,
): SavedQuery {
  const digest = createHash('sha256').update(name).digest('hex');
  const id = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  const group = workgroup({ workgroups }, undefined).name;
  return {
    ...{ NamedQueryId: id, Name: name, Description: description, Database: database },
    ...{ QueryString: sql, WorkGroup: group },
  };
}

function load(file: string): SavedQuery[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  const parsed = z.array(namedQuery).safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  setAside(file, 'it is no list of saved queries');
  return [];
}
