/**
 * ValidateReadings: decides whether there is work, then reads, checks and converts the upload. Accepted readings become
 * Parquet by month, everything else is kept with the reason; an upload that is not fit as a whole is refused.
 */

import { join } from 'node:path';
import type { NoWork, Source, ValidateInput, ValidateOutput } from '../../shared/contract.ts';
import { type Database, withDatabase } from '../../shared/database/duckdb.ts';
import { datasetOf, FILES, PREFIXES, quarantinePrefix } from '../../shared/lake/keys.ts';
import { decide } from '../../shared/lake/manifest.ts';
import { isCurrentVersion, readManifest, recordOutcome } from '../../shared/lake/manifest-store.ts';
import { withFolder } from '../../shared/lake/run-files.ts';
import { InputRejected, isFinal } from '../../shared/runtime/errors.ts';
import { LOG } from '../../shared/runtime/log.ts';
import { settleAll } from '../../shared/runtime/settle-all.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { balanceOf } from './balance/balance.ts';
import { judgeSize, kindOf } from './balance/believable.ts';
import { balanceNotes } from './balance/notes.ts';
import { refusalByClock } from './clock-doubt.ts';
import { overlapOf } from './contradictions.ts';
import { toEnergies } from './convert/to-energy.ts';
import { notesOf, readUpload } from './ingest.ts';
import { readMeasures } from './measures/read-measures.ts';
import { checkOnlySite } from './only-site.ts';
import { fetchUpload } from './open/index.ts';
import { refusalOf, refusalWithoutEnergies, rejectRatio, tooManyRejects } from './refusal.ts';
import { contentOf, keepCopy, sameUpload } from './same-bytes.ts';
import type { ReadUpload } from './settle/read-upload.ts';
import { type UploadSettings, uploadSettingsFor } from './upload-settings.ts';
import { isSmall } from './way.ts';
import { describeApplied } from './write/applied-layout.ts';
import { writeQuarantine } from './write/quarantine.ts';
import { writeReadings } from './write/readings.ts';
import { registerStands } from './write/register-stands.ts';

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

export async function validate({ event, run }: ValidateInput, context: StepContext): Promise<ValidateOutput> {
  if (event['detail-type'] === 'Object Deleted') {
    const { key, sequencer } = event.detail.object;
    return { outcome: 'REMOVE', run, dataset: datasetOf(key), key, ...(sequencer ? { sequencer } : {}) };
  }
  const { bucket, object } = event.detail;
  const upload: Upload = {
    run,
    dataset: datasetOf(object.key),
    source: {
      bucket: bucket.name,
      key: object.key,
      etag: object.etag,
      ...(object['version-id'] ? { version: object['version-id'] } : {}),
      ...(object.sequencer ? { sequencer: object.sequencer } : {}),
    },
    rerun: event.rerun ?? false,
    uploadedAt: event.time,
  };
  const skip = await reasonToSkip(upload, context);
  if (skip) return skipped(upload, skip, context);
  try {
    return await withFolder(context, (folder) =>
      withDatabase(context.database, (db) => convert(upload, db, context, folder)),
    );
  } catch (error) {
    if (error instanceof InputRejected) await refuse(upload, error, context);
    throw error;
  }
}

type Skip = Pick<NoWork, 'outcome' | 'reason'>;

function skipped({ run, dataset }: Upload, skip: Skip, context: StepContext): NoWork {
  context.log.info(LOG.runSkipped, { run, dataset, outcome: skip.outcome });
  return { ...skip, run, dataset };
}

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
        copy_of: null,
        at: context.now().toISOString(),
      });
      return { outcome: decision, reason: 'a newer version of the upload is published' };
  }
}

/** What is refused for good is written down where nothing starts it again. */
async function refuse(upload: Upload, error: InputRejected, context: StepContext): Promise<void> {
  context.log.warn(LOG.uploadRefused, { run: upload.run, dataset: upload.dataset, code: error.code });
  context.count('UploadsRefused', 1);
  if (!isFinal(error.code)) return;
  await recordOutcome(context.lake, upload.dataset, {
    source: upload.source,
    run: upload.run,
    outcome: 'REJECTED',
    code: error.code,
    message: error.sentence,
    copy_of: null,
    at: context.now().toISOString(),
  });
}

async function convert(upload: Upload, db: Database, context: StepContext, folder: string): Promise<ValidateOutput> {
  const [given, fetched] = await settleAll(
    uploadSettingsFor(upload.source, context),
    fetchUpload(upload.source, context, folder),
  );
  const content = await contentOf(fetched, given);
  const same = await sameUpload(upload, content, context);
  if (same?.relation === 'COPY_OF') {
    const reason = await keepCopy(upload, content, same, given, context);
    if (reason !== null) return skipped(upload, { outcome: 'DUPLICATE', reason }, context);
  }
  const sameBytes = same === null || same.relation === 'COPY_OF' ? null : { ...same, relation: same.relation };
  const read = await readUpload(fetched, given, context, db, folder);
  const { settled } = read;
  const quarantine = await keepRejected(upload, read, given, db, context, folder);

  const energies = await toEnergies(read, given, db);
  await checkOnlySite(given, db);
  const readings = {
    ...settled.readings,
    accepted: settled.readings.accepted - energies.ends - energies.missing,
    missing: settled.readings.missing + energies.missing,
  };
  const without = refusalWithoutEnergies(readings.accepted);
  if (without) throw without;
  const balance = await balanceOf(energies, read.recognised.layout, read.zones, given, db);
  const kind = kindOf(balance, read.recognised.layout, given.settings);
  const size = await judgeSize(balance, read.recognised.layout, given, db);
  const its = { dataset: upload.dataset, key: upload.source.key, sameBytes };
  const overlap = await overlapOf(balance.readings, its, read.recognised.layout, given, db, context, folder);
  const measures = await readMeasures(read, (use) => withDatabase(context.database, use), folder);
  const notes = [...(await notesOf(read, given, db)), ...(await balanceNotes(balance, db)), ...size];
  const applied = await describeApplied(read, energies, balance, measures, notes, db);
  const survey = read.described && energies.accepted === settled.accepted ? read.survey : null;
  const stands = await registerStands(balance.readings, energies.registers !== 'false', db);
  const layoutKey = `${quarantinePrefix({ ...upload, attempt: context.attempt })}${FILES.layout}`;
  const [written] = await settleAll(
    writeReadings(balance, measures.rows, energies, survey, read.zones, upload, db, context, folder),
    context.lake.putText(layoutKey, JSON.stringify(applied), 'application/json'),
  );
  const small = await isSmall(written.period, readings.accepted, balance.readings, db, context.lake);
  context.count('RejectRatio', rejectRatio(settled));
  context.log.info(LOG.readingsValidated, {
    run: upload.run,
    dataset: upload.dataset,
    rows: settled.rows,
    ...readings,
  });
  return {
    outcome: 'READY',
    ...upload,
    timeZone: read.recognised.layout.time.zone,
    ...(given.modified ? { modifiedAt: given.modified.toISOString() } : {}),
    rows: { read: settled.rows },
    readings,
    rejectedByCode: settled.rejectedByCode,
    ...written,
    quarantine,
    overlap,
    layout: layoutKey,
    bases: [...balance.bases],
    ...(kind ? { kind } : {}),
    stands,
    content: { ...content, zone: read.recognised.layout.time.zone },
    sameBytes,
    ...(small ? { way: 'SHORT' } : {}),
  };
}

/**
 * Writes rejected.ndjson.
 * @returns its key, or null when nothing was rejected
 * @throws InputRejected TOO_MANY_REJECTS above the limit, or EMPTY_FILE when no value is left
 */
async function keepRejected(
  upload: Upload,
  read: ReadUpload,
  given: UploadSettings,
  db: Database,
  context: StepContext,
  folder: string,
): Promise<string | null> {
  const { recognised, prepared, stage, settled } = read;
  const { readings } = settled;
  const limit = context.settings.ENERGY_REJECT_LIMIT;
  if (!settled.bad || (readings.rejected === 0 && stage.malformed === 0)) {
    const refusal = refusalOf(read, given.settings, [], limit);
    if (refusal) throw refusal;
    return null;
  }
  const file = join(folder, FILES.rejected);
  const samples = await writeQuarantine(
    {
      records: prepared.records,
      layout: recognised.layout,
      stage,
      bad: settled.bad,
    },
    file,
    tooManyRejects(settled, limit) ? EXAMPLES_KEPT : Number.MAX_SAFE_INTEGER,
    db,
  );
  const key = `${quarantinePrefix({ ...upload, attempt: context.attempt })}${FILES.rejected}`;
  await context.lake.upload(key, file, 'application/x-ndjson');
  context.log.warn(LOG.readingsRejected, { run: upload.run, dataset: upload.dataset, ...settled.rejectedByCode });
  const refusal = refusalOf(read, given.settings, samples, limit, key);
  if (refusal) throw (await refusalByClock(read, refusal, db)) ?? refusal;
  return key;
}
