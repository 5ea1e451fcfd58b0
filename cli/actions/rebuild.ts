/** `energy rebuild`: the record of each site once more, from what is published. */
import { rebuild } from '../../shared/record/rebuild.ts';
import { plural } from '../../shared/text/format.ts';
import { type Connection, withConnection } from '../connection.ts';
import type { GlobalOptions } from '../options.ts';
import { note } from '../output/print.ts';
import { withRecord } from '../record-context.ts';

export async function rebuildCommand(options: GlobalOptions & { site?: string }): Promise<void> {
  await withConnection(options, (connection) => rebuildRecord(connection, options.site ?? null));
}

/** @param site only this one; null for all */
export async function rebuildRecord(connection: Connection, site: string | null): Promise<void> {
  const { datasets, sites } = await withRecord(connection, (context) => rebuild(site, context));
  note(`The record of ${plural(sites, 'site')} is made again, from ${plural(datasets, 'dataset')}.`);
}
