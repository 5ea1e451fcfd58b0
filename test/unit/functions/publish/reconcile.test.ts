import { GetTablesCommand, UpdateTableCommand } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commit, publish } from '../../../../functions/publish/commit.ts';
import { listPartitions, reconcile } from '../../../../functions/publish/reconcile.ts';
import type { Manifest, Publication } from '../../../../shared/lake/manifest.ts';
import { emptyManifest } from '../../../../shared/lake/manifest-store.ts';
import { ERROR_NAMES } from '../../../../shared/runtime/errors.ts';
import type { Catalog } from '../../../../shared/tables/catalog-port.ts';
import { ensureCatalog } from '../../../../shared/tables/ensure-catalog.ts';
import { gluePartition, glueTables } from '../../../../shared/tables/glue-tables.ts';
import { TABLE_NAMES } from '../../../../shared/tables/schema.ts';
import { publicationOf, sourceOf } from '../../shared/lake/manifest-fixtures.ts';
import { BUCKET, DATABASE, type LocalLake, startLake } from './stack.ts';

const AT = '2026-11-02T08:00:00.000Z';
let local: LocalLake;
let dataset = '';
let count = 0;

beforeAll(async () => {
  local = await startLake();
});
afterAll(() => local.close());
beforeEach(() => {
  count += 1;
  dataset = `set-${count}`;
});

/** Commits a run; without a forecast when that branch degraded. */
async function committed(run: string, version: string, change: Partial<Publication> = {}): Promise<Manifest> {
  const source = sourceOf(version, version);
  const publication = { ...publicationOf(run, source), ...change };
  return (await commit(local.lake, { dataset, run, source, rerun: false, publication }, AT)).manifest;
}

/** `table month=location` of everything that is registered for the dataset. */
async function registered(of = dataset): Promise<string[]> {
  const all = await listPartitions(local.catalog, of);
  return [...all].flatMap(([table, partitions]) =>
    partitions.map(({ values, location }) => `${table} ${values.slice(1).join('')} ${location}`.replace('  ', ' ')),
  );
}

const at = (folder: string, run: string) => `s3://${BUCKET}/${folder}/dataset=d/run=${run}/attempt=a/`;
const expected = (run: string) => [
  `processed_energy_data ${at('processed/appliances', run)}`,
  `forecast_data ${at('forecast', run)}`,
];

describe('reconcile', () => {
  it('registers the partitions that the manifest names', async () => {
    const done = await reconcile(local.lake, local.catalog, await committed('run-1', '1'));
    expect(done).toEqual({ created: 2, updated: 0, deleted: 0, rounds: 1 });
    expect(await registered()).toEqual(expected('run-1'));
  });

  it('changes nothing when it runs again', async () => {
    const manifest = await committed('run-1', '1');
    await reconcile(local.lake, local.catalog, manifest);
    expect(await reconcile(local.lake, local.catalog, manifest)).toMatchObject({ created: 0, updated: 0, deleted: 0 });
  });

  it('moves partitions to the next run, and removes tables that it does not have', async () => {
    await reconcile(local.lake, local.catalog, await committed('run-1', '1'));
    const { tables } = publicationOf('run-2', sourceOf('2'));
    const next = await committed('run-2', '2', { tables: tables.slice(0, 1) });
    const done = await reconcile(local.lake, local.catalog, next);
    expect(done).toEqual({ created: 0, updated: 1, deleted: 1, rounds: 1 });
    expect(await registered()).toEqual([expected('run-2')[0]]);
  });

  it('leaves other datasets alone, whatever their names', async () => {
    const mine = dataset;
    await reconcile(local.lake, local.catalog, await committed('run-1', '1'));
    dataset = `${mine}-other`;
    await reconcile(local.lake, local.catalog, await committed('run-2', '2'));
    expect(await registered(mine)).toEqual(expected('run-1'));
    expect(await registered(`${mine}' OR dataset <> '`)).toEqual([]);
  });

  it('starts over when the manifest changes meanwhile', async () => {
    const first = await committed('run-1', '1');
    let raced = false;
    const racing: Catalog = {
      ...local.catalog,
      async createPartitions(...given) {
        const faults = await local.catalog.createPartitions(...given);
        if (!raced) {
          raced = true;
          await committed('run-2', '2');
        }
        return faults;
      },
    };
    expect(await reconcile(local.lake, racing, first)).toMatchObject({ rounds: 2 });
    expect(await registered()).toEqual(expected('run-2'));
  });

  it('ends with the last commit when two runs reconcile at once', async () => {
    const first = await committed('run-1', '1');
    const second = await committed('run-2', '2');
    await Promise.all([
      reconcile(local.lake, local.catalog, first),
      reconcile(local.lake, local.catalog, second),
      reconcile(local.lake, local.catalog, first),
    ]);
    expect(await registered()).toEqual(expected('run-2'));
  });

  it('updates what somebody else created after the list was read', async () => {
    const manifest = await committed('run-1', '1');
    const stale = await listPartitions(local.catalog, dataset);
    await local.catalog.createPartitions('forecast_data', [
      gluePartition('forecast_data', [dataset], at('forecast', 'run-0')),
    ]);
    await reconcile(local.lake, local.catalog, manifest, stale);
    expect(await registered()).toEqual(expected('run-1'));
  });

  it('creates and deletes what somebody else removed after the list was read', async () => {
    await reconcile(local.lake, local.catalog, await committed('run-1', '1'));
    const stale = await listPartitions(local.catalog, dataset);
    await local.catalog.deletePartitions('forecast_data', [[dataset]]);
    const { tables } = publicationOf('run-2', sourceOf('2'));
    const next = await committed('run-2', '2', { tables: tables.slice(1) });
    await reconcile(local.lake, local.catalog, next, stale);
    expect(await registered()).toEqual(expected('run-2').slice(1));
  });

  it('finishes after a crash at any change', async () => {
    const total = 2;
    for (let survived = 0; survived < total; survived += 1) {
      dataset = `crash-${survived}`;
      const manifest = await committed('run-1', '1');
      let left = survived;
      const dying: Catalog = {
        ...local.catalog,
        async createPartitions(...given) {
          if (left === 0) throw new Error('the process ended');
          left -= 1;
          return local.catalog.createPartitions(...given);
        },
      };
      await expect(reconcile(local.lake, dying, manifest)).rejects.toThrow('the process ended');
      await reconcile(local.lake, local.catalog, manifest);
      expect(await registered()).toEqual(expected('run-1'));
    }
  });

  it('reports a partition that Glue refuses as something to try again', async () => {
    const manifest = await committed('run-1', '1');
    const refusing: Catalog = {
      ...local.catalog,
      createPartitions: async () => [{ values: [dataset], code: 'InternalServiceException', message: 'no' }],
    };
    await expect(reconcile(local.lake, refusing, manifest)).rejects.toMatchObject({
      name: ERROR_NAMES.transientDependency,
    });
  });

  it('gives up when the manifest never comes to rest', async () => {
    const manifest = await committed('run-1', '1');
    let run = 1;
    const restless = {
      ...local.lake,
      async getText(key: string) {
        run += 1;
        const source = sourceOf(String(run), String(run));
        const next = publish(emptyManifest(dataset, 'b', source.key), publicationOf(`run-${run}`, source), AT);
        return key.startsWith('manifests/') ? { text: JSON.stringify(next), etag: 'e' } : undefined;
      },
    };
    await expect(reconcile(restless, local.catalog, manifest)).rejects.toThrow(/changed during each/);
  });
});

describe('ensureCatalog', () => {
  const tables = async () => {
    const { TableList } = await local.clients.glue.send(new GetTablesCommand({ DatabaseName: DATABASE }));
    return TableList ?? [];
  };

  it('makes every table, datasets included', async () => {
    expect((await tables()).map(({ Name }) => Name).sort()).toEqual([...TABLE_NAMES, 'datasets'].sort());
  });

  it('mends a table that differs and leaves the others as they are', async () => {
    const before = new Map((await tables()).map(({ Name, VersionId }) => [Name, VersionId]));
    const [first] = glueTables(BUCKET);
    if (!first) throw new Error('no tables');
    const changed = { ...first, StorageDescriptor: { ...first.StorageDescriptor, Columns: [] } };
    await local.clients.glue.send(new UpdateTableCommand({ DatabaseName: DATABASE, TableInput: changed }));
    await ensureCatalog(local.catalog, BUCKET);
    const after = await tables();
    const mended = after.find(({ Name }) => Name === first.Name);
    expect(mended?.StorageDescriptor?.Columns).toEqual(first.StorageDescriptor.Columns);
    const touched = after.filter(({ Name, VersionId }) => before.get(Name) !== VersionId).map(({ Name }) => Name);
    expect(touched).toEqual([first.Name]);
  });
});
