/** A dataset is of another site: its bytes are uploaded once more under their key, with that site. */
import type { Manifest } from '../../shared/lake/manifest.ts';
import { createLakeStore } from '../../shared/lake/s3-lake.ts';
import { metadataText, UPLOAD_METADATA } from '../../shared/lake/upload-metadata.ts';
import { previewMoved } from '../../shared/record/moved.ts';
import { siteIdSchema } from '../../shared/settings/settings.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import type { Connection } from '../connection.ts';
import { CliError, usageError } from '../errors.ts';
import { commandLine, shellWord } from '../hints.ts';
import { withRecord } from '../record-context.ts';
import { runOf } from '../runs/started.ts';
import type { Upload } from '../runs/upload.ts';
import type { DatasetChange } from './change.ts';

/** @throws CliError when that is no name of a site */
export function checkSiteName(site: string): void {
  if (!siteIdSchema.safeParse(site).success)
    throw usageError('The name of a site has 1 to 200 characters and no control characters.');
}

/** @throws CliError when the dataset cannot be moved there */
export function relocation(connection: Connection, manifest: Manifest, site: string): DatasetChange {
  checkSiteName(site);
  isOfOneOther(manifest, site);
  return {
    preview: () => withRecord(connection, (context) => previewMoved(manifest, site, context)),
    async apply() {
      const run = await runOf(connection, await sayAgain(connection, manifest, site));
      return { says: [`${manifest.dataset} is read again as of the site '${sanitize(site)}'.`], run };
    },
  };
}

/** @throws CliError when the dataset cannot be moved there */
function isOfOneOther({ dataset, published }: Manifest, site: string): void {
  if (!published) throw new CliError(`${dataset} publishes nothing; there is nothing to move.`);
  const [only, another] = published.sites ?? [];
  const itself = only !== undefined && published.content !== null && published.content.site !== only;
  if (published.sites === null || another !== undefined || itself) {
    throw new CliError(`${dataset} names its sites itself: they are moved by correcting the file.`, {
      hint: 'Upload the corrected file under the same name; it replaces what is published.',
    });
  }
  if (only === site) throw new CliError(`${dataset} is of the site '${sanitize(site)}' already.`);
}

/** Uploads the bytes that are published once more under their key, with another site. */
async function sayAgain(connection: Connection, { key, published }: Manifest, site: string): Promise<Upload> {
  const { bucket } = connection;
  const [s3, { CopyObjectCommand }] = await Promise.all([connection.clients.s3(), import('@aws-sdk/client-s3')]);
  const version = published?.source.version;
  const lake = createLakeStore(s3, bucket);
  const [head, current] = await Promise.all([lake.head(key, published?.source), lake.head(key)]);
  if (!head || (current && current.version !== head.version)) {
    throw new CliError(
      head
        ? `${sanitize(key)} has a newer version than what is published.`
        : `The upload ${sanitize(key)} is not there any more.`,
      { hint: `Upload the file again: ${commandLine(`run FILE --site-id ${shellWord(site)}`)}` },
    );
  }
  const path = `${bucket}/${key}`.split('/').map(encodeURIComponent).join('/');
  const stored = await s3.send(
    new CopyObjectCommand({
      ...{ Bucket: bucket, Key: key },
      CopySource: version === undefined ? path : `${path}?versionId=${encodeURIComponent(version)}`,
      MetadataDirective: 'REPLACE',
      Metadata: { ...head.metadata, [UPLOAD_METADATA.siteId]: metadataText(site) },
    }),
  );
  return { key, version: stored.VersionId, etag: (stored.CopyObjectResult?.ETag ?? '').replaceAll('"', '') };
}
