import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { datasetOf, PREFIXES } from '../../shared/lake/keys.ts';
import { metadataText, UPLOAD_METADATA } from '../../shared/lake/upload-metadata.ts';
import { MAX_UPLOAD_BYTES } from '../../shared/runtime/lambda-functions.ts';
import { formatPeriod } from '../../shared/text/format.ts';
import { listed } from '../../shared/text/listed.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import type { Connection } from '../connection.ts';
import { CliError, codeOf, EXIT, messageOf, usageError } from '../errors.ts';
import { commandLine, shellWord } from '../hints.ts';
import { readManifest } from '../lake.ts';
import { bytes } from '../output/format.ts';
import { note } from '../output/print.ts';
import { personsPath } from '../paths.ts';
import { layoutMetadata } from './layout.ts';

/** A file that is to be uploaded, looked at before anything starts. */
export interface LocalFile {
  /** As the person named it. */
  readonly shown: string;
  readonly path: string;
  readonly key: string;
  readonly size: number;
}

export interface UploadOptions {
  readonly timeZone?: string | undefined;
  readonly siteId?: string | undefined;
  /** JSON, or the name of a file that holds it. */
  readonly layout?: string | undefined;
}

/** Where the bytes are now. */
export interface Upload {
  readonly key: string;
  readonly version: string | undefined;
  readonly etag: string;
}

/** @throws CliError when a file cannot be read, is no file or too large, or two would have the same name in the lake */
export async function inspectFiles(named: readonly string[]): Promise<LocalFile[]> {
  const files: LocalFile[] = [];
  for (const shown of named) {
    const path = personsPath(shown);
    const key = uploadKey(basename(path));
    const twin = files.find((file) => file.key === key);
    if (twin) {
      throw usageError(
        `${sanitize(twin.shown)} and ${sanitize(shown)} would both be ${sanitize(key)}, ` +
          `and the second would replace the first.`,
        'Give one of them another name.',
      );
    }
    files.push({ shown, path, key, size: await sizeOf(path, sanitize(shown)) });
  }
  return files;
}

/** A file that lies under another name than a person gave it. */
export function fileOf(name: string, path: string, size: number): LocalFile {
  return { shown: name, path, key: uploadKey(name), size };
}

function uploadKey(name: string): string {
  return `${PREFIXES.raw}${name}`;
}

async function sizeOf(path: string, shown: string): Promise<number> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    const why = codeOf(error) === 'ENOENT' ? 'There is no such file' : messageOf(error);
    throw new CliError(`${shown} cannot be read. ${why}.`, { exitCode: EXIT.usage, cause: error });
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw usageError(`${shown} is not a file.`, 'Name the files themselves.');
    if (stats.size > MAX_UPLOAD_BYTES) {
      throw new CliError(`${shown} holds ${bytes(stats.size)}; ${bytes(MAX_UPLOAD_BYTES)} are accepted.`, {
        hint: `Cut it into parts of whole days: ${commandLine(`split ${shellWord(shown)}`)}`,
      });
    }
    return stats.size;
  } finally {
    await handle.close();
  }
}

const CHUNK_BYTES = 256 * 1024;
const SITES_SAID = 5;

/** A file of the same name replaces what is published: a portal may call every download alike. */
async function sayWhatIsReplaced(connection: Connection, { key, shown }: LocalFile): Promise<void> {
  const dataset = datasetOf(key);
  // A damaged record stands in no upload's way; `energy doctor` tells of it.
  const { published } = (await readManifest(connection, dataset).catch(() => undefined)) ?? {};
  if (!published) return;
  const { period, sites } = published;
  const whose =
    sites === null
      ? ''
      : ` of ${listed(
          sites.map((site) => sanitize(site)),
          SITES_SAID,
        )}`;
  note(
    `Once its run succeeds, ${sanitize(shown)} replaces what is published under its name: ` +
      `${formatPeriod(period.from, period.to)}${whose}. ` +
      `To keep both, give it another name; to bring the other back: ${commandLine(`rollback ${dataset}`)}`,
  );
}

export async function uploadFile(connection: Connection, file: LocalFile, options: UploadOptions): Promise<Upload> {
  await sayWhatIsReplaced(connection, file);
  const metadata = {
    ...(options.timeZone === undefined ? {} : { [UPLOAD_METADATA.timeZone]: options.timeZone }),
    ...(options.siteId === undefined ? {} : { [UPLOAD_METADATA.siteId]: metadataText(options.siteId) }),
    ...(options.layout === undefined ? {} : { [UPLOAD_METADATA.layout]: layoutMetadata(options.layout) }),
  };
  const { key } = file;
  if (connection.putFile) return { key, ...(await connection.putFile({ key, file: file.path, metadata })) };
  const [s3, { PutObjectCommand }] = await Promise.all([connection.clients.s3(), import('@aws-sdk/client-s3')]);
  const stored = await s3.send(
    new PutObjectCommand({
      Bucket: connection.bucket,
      Key: key,
      Body: createReadStream(file.path, { highWaterMark: CHUNK_BYTES }),
      ContentLength: file.size,
      Metadata: metadata,
    }),
  );
  return { key, version: stored.VersionId, etag: (stored.ETag ?? '').replaceAll('"', '') };
}
