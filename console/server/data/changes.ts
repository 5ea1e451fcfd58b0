/** Changes of a dataset, as the command line makes them: looked at, and done if nothing else came between. */
import type { DatasetChange } from '../../../cli/changes/change.ts';
import { relocation } from '../../../cli/changes/move.ts';
import { preference } from '../../../cli/changes/prefer.ts';
import { removal } from '../../../cli/changes/remove.ts';
import { earlierRun, restoration } from '../../../cli/changes/rollback.ts';
import type { Connection } from '../../../cli/connection.ts';
import { CliError } from '../../../cli/errors.ts';
import { changeRows } from '../../../cli/output/changes.ts';
import type { Manifest } from '../../../shared/lake/manifest.ts';
import type { Change } from '../../api/data.ts';
import { shown } from '../shown.ts';
import { exactDataset, revisionOf } from './dataset.ts';

/** @throws CliError when the dataset cannot be changed so */
async function changeOf(connection: Connection, manifest: Manifest, change: Change): Promise<DatasetChange> {
  switch (change.kind) {
    case 'remove':
      return removal(connection, manifest);
    case 'prefer':
      return preference(connection, manifest);
    case 'move':
      return relocation(connection, manifest, change.site);
    case 'rollback':
      return restoration(connection, manifest, earlierRun(manifest, change.run));
  }
}

/** @throws CliError when it cannot be made */
export async function previewed(connection: Connection, dataset: string, change: Change) {
  const manifest = await exactDataset(connection, dataset);
  const made = await changeOf(connection, manifest, change);
  const [beside, months] = [await made.beside?.(), changeRows(await made.preview())];
  return {
    beside: beside ? shown(titles(beside.columns), beside.rows) : null,
    months: shown(titles(months.columns), months.rows),
    revision: revisionOf(manifest),
  };
}

/** @throws CliError when it cannot be made, or is not what was looked at any more */
export async function applied(connection: Connection, dataset: string, change: Change, revision: string) {
  const manifest = await exactDataset(connection, dataset);
  if (revisionOf(manifest) !== revision) {
    throw new CliError(`${dataset} was changed since you looked at it; nothing was done.`, {
      hint: 'Open the dataset again, and look at what the change would do now.',
    });
  }
  const made = await changeOf(connection, manifest, change);
  const { says, run } = await made.apply();
  return { says: [...says], run };
}

function titles(columns: readonly { readonly title: string }[]): string[] {
  return columns.map(({ title }) => title);
}
