/** A dataset counts before all others of its sites. */
import type { Manifest } from '../../shared/lake/manifest.ts';
import { follow } from '../../shared/record/follow.ts';
import { previewPreferred } from '../../shared/record/preview.ts';
import { prefer } from '../../shared/record/withdraw.ts';
import { plural } from '../../shared/text/format.ts';
import type { Connection } from '../connection.ts';
import { withRecord } from '../record-context.ts';
import type { DatasetChange } from './change.ts';

export function preference(connection: Connection, manifest: Manifest): DatasetChange {
  return {
    preview: () => withRecord(connection, (context) => previewPreferred(manifest, context)),
    apply: () =>
      withRecord(connection, async (context) => {
        const sites = await prefer(manifest, context);
        await follow(sites, context);
        return {
          says: [`${manifest.dataset} counts before all others in ${plural(sites.length, 'site')}.`],
          run: null,
        };
      }),
  };
}
