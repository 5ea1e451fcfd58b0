/** What a start of the stack deletes and mends: nobody else does it on a laptop. */
import { lakeVersions } from '../shared/lake/versions.ts';
import { readSettings } from '../shared/settings/settings.ts';
import { findStrayMonths, mendTables } from '../shared/sweep/mend-tables.ts';
import { isWalkDue, walk } from '../shared/sweep/walk.ts';
import type { StoredLake } from './stored-lake.ts';

/** A start does not take longer for it; the next one goes on. */
const LONGEST_MS = 2000;

/** Uploads without a run and inboxes are the start's own business. What goes wrong keeps no stack from starting. */
export async function sweepLake(
  stored: StoredLake,
  settings: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  await sweepStored(stored, settings).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    console.error(`What nobody needs of the lake is not deleted this time: ${why}`);
  });
}

async function sweepStored(
  { lake, catalog, s3 }: StoredLake,
  settings: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const now = () => new Date();
  if (!(await isWalkDue({ lake, now }))) return;
  const begun = performance.now();
  await mendTables(await findStrayMonths({ lake, catalog }), { lake, catalog });
  const retentionDays = readSettings(settings).ENERGY_RETENTION_DAYS;
  const context = { lake, versions: lakeVersions(s3, lake.bucket), retentionDays, now };
  await walk(context, () => performance.now() - begun > LONGEST_MS);
}
