/**
 * ValidateReadings: decides whether there is work, then reads, checks and converts the upload. Accepted readings become
 * Parquet by month, everything else is kept with the reason; an upload that is not fit as a whole is refused.
 */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type Database, withDatabase } from '../../shared/duckdb.ts';
import { InputRejected } from '../../shared/errors.ts';
import { datasetOf, FILES, PREFIXES, quarantinePrefix } from '../../shared/lake.ts';
import { LOG } from '../../shared/log.ts';
import { decide } from '../../shared/manifest.ts';
import { isCurrentVersion, readManifest, recordOutcome } from '../../shared/manifest-store.ts';
import { isTimeZone, siteIdSchema } from '../../shared/settings.ts';
import type { StepContext } from '../../shared/step.ts';
import { withFolder } from '../../shared/tables.ts';
import type { Source, ValidateInput, ValidateOutput } from '../../statemachine/contract.ts';
import { writeQuarantine } from './quarantine.ts';
import { type Recognised, recognise } from './recognise.ts';
import { scanRecords, Unfinished } from './records.ts';
import { createSeries } from './series.ts';
import { type Settled, settle, settleClean } from './settle.ts';
import { fetchUpload } from './source.ts';
import { createStage, dropStage, isClean, type Stage } from './stage.ts';
import { writeReadings } from './write-readings.ts';

/** Metadata of the upload that says what the file itself does not. */
export const METADATA = { timeZone: 'time-zone', siteId: 'site-id' } as const;

/** Of an upload that is refused as a whole, this many bad records are kept as examples. */
const EXAMPLES_KEPT = 1000;

interface Upload {
  readonly run: string;
  readonly dataset: string;
  readonly source: Source;
  readonly rerun: boolean;
  /** When the object was created. */
  readonly uploadedAt: string;
}

export async function validate(input: ValidateInput, context: StepContext): Promise<ValidateOutput> {
  const { bucket, object } = input.event.detail;
  const upload: Upload = {
    run: input.run,
    dataset: datasetOf(object.key),
    source: {
      bucket: bucket.name,
      key: object.key,
      etag: object.etag,
      ...(object['version-id'] ? { version: object['version-id'] } : {}),
      ...(object.sequencer ? { sequencer: object.sequencer } : {}),
    },
    rerun: input.event.rerun ?? false,
    uploadedAt: input.event.time,
  };
  const skip = await reasonToSkip(upload, context);
  if (skip) {
    context.log.info(LOG.runSkipped, { run: upload.run, dataset: upload.dataset, outcome: skip.outcome });
    return { ...skip, run: upload.run, dataset: upload.dataset };
  }
  try {
    return await withFolder(context, (folder) =>
      withDatabase(context.database, (db) => convert(upload, db, context, folder)),
    );
  } catch (error) {
    if (error instanceof InputRejected) await refuse(upload, error, context);
    throw error;
  }
}

type Skip = { readonly outcome: 'ALREADY_PROCESSED' | 'SUPERSEDED' | 'IGNORED'; readonly reason: string };

async function reasonToSkip(upload: Upload, context: StepContext): Promise<Skip | undefined> {
  const { source } = upload;
  if (source.bucket !== context.lake.bucket)
    return { outcome: 'IGNORED', reason: `not in the bucket ${context.lake.bucket}` };
  if (!source.key.startsWith(PREFIXES.raw)) return { outcome: 'IGNORED', reason: `not below ${PREFIXES.raw}` };
  if (source.key.endsWith('/')) return { outcome: 'IGNORED', reason: 'a folder marker, not a file' };
  const { manifest } = await readManifest(context.lake, upload.dataset, source.key);
  const decision = await decide(manifest, upload, () => isCurrentVersion(context.lake, source));
  switch (decision) {
    case 'PROCEED':
    case 'RESUME':
      return undefined;
    case 'ALREADY_PROCESSED':
      return { outcome: decision, reason: 'this version of the upload is what is published' };
    case 'SUPERSEDED':
      await recordOutcome(context.lake, upload.dataset, {
        source,
        run: upload.run,
        outcome: 'SUPERSEDED',
        code: null,
        message: null,
        at: context.now().toISOString(),
      });
      return { outcome: decision, reason: 'a newer version of the upload is published' };
  }
}

/** A refusal is final for these bytes, so it is written down where nothing starts them again. */
async function refuse(upload: Upload, error: InputRejected, context: StepContext): Promise<void> {
  context.log.warn(LOG.uploadRefused, { run: upload.run, dataset: upload.dataset, code: error.code });
  context.count('UploadsRefused', 1);
  await recordOutcome(context.lake, upload.dataset, {
    source: upload.source,
    run: upload.run,
    outcome: 'REJECTED',
    code: error.code,
    message: error.sentence,
    at: context.now().toISOString(),
  });
}

async function convert(upload: Upload, db: Database, context: StepContext, folder: string): Promise<ValidateOutput> {
  const defaults = await resolveDefaults(upload.source, context);
  const original = await fetchUpload(upload.source, context, folder);
  const recognised = await recognise(original);
  const file = recognised.format === 'json-array' ? await arrayToLines(original, folder) : original;

  const parse = { file, recognised, ...defaults, now: context.now() };
  const fast = await createStage(parse, false, db);
  const clean = await isClean(fast, recognised, db);
  const stage = clean ? fast : await renumber(parse, fast, db);
  if (stage.parsed + stage.malformed === 0)
    throw new InputRejected('EMPTY_FILE', 'The file has a header but no records.');
  const settled = clean ? await settleClean(stage, recognised, db) : await settle(stage, recognised, db);
  const quarantine = await keepRejected(upload, { original, recognised, stage, settled }, db, context, folder);

  if (!clean) await createSeries(settled.accepted, db);
  const written = await writeReadings(settled.accepted, upload, db, context, folder);
  context.count('ReadingsAccepted', settled.readings.accepted);
  context.count('ReadingsRejected', settled.readings.rejected);
  context.count('RejectRatio', rejectRatio(settled));
  context.log.info(LOG.readingsValidated, {
    run: upload.run,
    dataset: upload.dataset,
    rows: settled.rows,
    ...settled.readings,
  });
  return {
    outcome: 'READY',
    ...upload,
    timeZone: defaults.timeZone,
    rows: { read: settled.rows },
    readings: settled.readings,
    rejectedByCode: settled.rejectedByCode,
    ...written,
    quarantine,
  };
}

/** Zone and site: what the upload's metadata says, else what is configured. */
async function resolveDefaults(source: Source, context: StepContext): Promise<{ timeZone: string; siteId: string }> {
  const head = await context.lake.head(source.key, { version: source.version, etag: source.etag });
  const timeZone = head?.metadata[METADATA.timeZone] ?? context.settings.ENERGY_TIME_ZONE;
  if (!isTimeZone(timeZone)) {
    throw new InputRejected(
      'TIME_ZONE_UNKNOWN',
      `The upload's metadata "${METADATA.timeZone}" is "${timeZone}", which is not a time zone. Use an IANA name such as Europe/Berlin.`,
    );
  }
  const site = siteIdSchema.safeParse(head?.metadata[METADATA.siteId] ?? context.settings.ENERGY_SITE_ID);
  if (!site.success) {
    throw new InputRejected(
      'SETTING_INVALID',
      `The upload's metadata "${METADATA.siteId}" must hold 1 to 200 characters and no control characters.`,
    );
  }
  return { timeZone, siteId: site.data };
}

/** DuckDB reads lines; an element that is too long for one becomes `null`, which is no record and is rejected as such. */
async function arrayToLines(original: string, folder: string): Promise<string> {
  const file = join(folder, 'lines.ndjson');
  const out = createWriteStream(file);
  try {
    await scanRecords(original, { format: 'json-array' }, async ({ bytes }) => {
      const line = bytes.length < MAX_ELEMENT_BYTES ? bytes.toString('latin1').replace(/[\r\n]/g, ' ') : 'null';
      if (!out.write(`${line}\n`, 'latin1')) await once(out, 'drain');
    });
  } catch (error) {
    if (error instanceof Unfinished) throw new InputRejected('UNREADABLE', error.message, { line: error.line });
    throw error;
  } finally {
    out.end();
    await finished(out);
  }
  return file;
}
const MAX_ELEMENT_BYTES = 1024 * 1024;

/** Something is wrong with a record: read again with ordinals, to be able to say which one. */
async function renumber(parse: Parameters<typeof createStage>[0], fast: Stage, db: Database): Promise<Stage> {
  await dropStage(fast, db);
  return createStage(parse, true, db);
}

function rejectRatio({ readings }: Settled): number {
  const values = readings.accepted + readings.rejected + readings.missing + readings.duplicates;
  return values === 0 ? 0 : readings.rejected / values;
}

/**
 * Writes rejected.ndjson.
 * @returns its key, or null when nothing was rejected
 * @throws InputRejected TOO_MANY_REJECTS above the limit, or EMPTY_FILE when no value is left
 */
async function keepRejected(
  upload: Upload,
  parts: { original: string; recognised: Recognised; stage: Stage; settled: Settled },
  db: Database,
  context: StepContext,
  folder: string,
): Promise<string | null> {
  const { recognised, stage, settled } = parts;
  const { readings } = settled;
  if (readings.accepted === 0 && readings.rejected === 0) {
    throw new InputRejected('EMPTY_FILE', `None of the ${settled.rows} records holds an energy.`, {
      rows: settled.rows,
    });
  }
  if (!settled.bad || (readings.rejected === 0 && stage.malformed === 0)) return null;

  const limit = context.settings.ENERGY_REJECT_LIMIT;
  const refused = rejectRatio(settled) > limit || readings.accepted === 0;
  const file = join(folder, FILES.rejected);
  const samples = await writeQuarantine(
    { file: parts.original, recognised, stage, bad: settled.bad },
    file,
    refused ? EXAMPLES_KEPT : Number.MAX_SAFE_INTEGER,
    db,
  );
  const key = `${quarantinePrefix({ ...upload, attempt: context.attempt })}${FILES.rejected}`;
  await context.lake.upload(key, file, 'application/x-ndjson');
  context.log.warn(LOG.readingsRejected, { run: upload.run, dataset: upload.dataset, ...settled.rejectedByCode });
  if (!refused) return key;
  const percent = (100 * rejectRatio(settled)).toFixed(1);
  const [first] = samples;
  throw new InputRejected(
    'TOO_MANY_REJECTS',
    `${percent} % of the readings are not usable, more than the limit of ${100 * limit} %. ` +
      (first ? `The first is on line ${first.line}: ${first.message}` : ''),
    {
      readings,
      by_code: settled.rejectedByCode,
      examples: samples.map(({ line, raw, code, column }) => ({ line, raw: raw?.slice(0, 200) ?? null, code, column })),
      quarantine: key,
    },
  );
}
