import type { Database } from '../../shared/database/duckdb.ts';
import { InputRejected } from '../../shared/runtime/errors.ts';
import type { UploadSettings } from './upload-settings.ts';

const NAMED = 5;

/**
 * An upload may be for one site only, where who uploads it may write of no other.
 * @throws InputRejected OTHER_SITE when the series of the file are of others, too
 */
export async function checkOnlySite({ onlySite, siteId }: UploadSettings, db: Database): Promise<void> {
  if (!onlySite) return;
  const rows = await db.rows('SELECT DISTINCT site_id FROM series ORDER BY site_id');
  const others = rows.map(({ site_id }) => String(site_id)).filter((site) => site !== siteId);
  if (others.length === 0) return;
  const named = others.slice(0, NAMED).map((site) => JSON.stringify(site));
  throw new InputRejected(
    'OTHER_SITE',
    `The upload is for the site ${JSON.stringify(siteId)} only, and the file has readings ` +
      `of ${named.join(', ')}${others.length > NAMED ? ' and others' : ''}.`,
    { site: siteId },
  );
}
