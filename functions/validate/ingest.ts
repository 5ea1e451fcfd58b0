/** From a local file to settled readings: what `energy inspect` and the workflow have in common. */
import { stat } from 'node:fs/promises';
import type { Database } from '../../shared/database/duckdb.ts';
import type { Decision, LayoutSettings, Note } from '../../shared/readings/layout.ts';
import { InputRejected } from '../../shared/runtime/errors.ts';
import { binaryFormat, fixedBy, type Prepared, prepare, tableOf, textFormat } from './formats/index.ts';
import { decode, HEAD_BYTES, type Opened, readHead, refuseTooManyReadings, unpack } from './open/index.ts';
import { holdsTotal } from './read/closing-records.ts';
import { orderOfWholeColumn } from './read/date-order-full-scan.ts';
import { rejectUnknown, unknownDirections } from './read/directions.ts';
import { findWallDates } from './read/dst-transition-days.ts';
import { columnWithRole, hasOtherKinds, slotsOf } from './read/slots.ts';
import {
  createStagingTable,
  dropStagingTable,
  examine,
  FAULTY,
  type StagingSource,
  type StagingTable,
} from './read/staging-table.ts';
import { zonesOf } from './read/zones.ts';
import { dateQuestion } from './recognise/date-in-name.ts';
import { type Container, type Recognised, recognise } from './recognise/recognise.ts';
import { isEpoch } from './recognise/times.ts';
import { countRepeated, resolveRepeated } from './settle/ambiguous-local-time.ts';
import { withFuels } from './settle/beside-volumes.ts';
import { clockQuestion } from './settle/clock-evidence.ts';
import { settle, settleClean } from './settle/deduplicate.ts';
import { alignEnds } from './settle/interval-end-timestamps.ts';
import { withoutOtherQuantities } from './settle/other-quantities.ts';
import type { ReadUpload } from './settle/read-upload.ts';
import { holdsSums, withoutSums } from './settle/sums.ts';
import { zoneQuestion } from './settle/zone-evidence.ts';
import type { UploadSettings } from './upload-settings.ts';

/** @returns the recognised file, in the form that is read */
export async function recogniseUpload(
  upload: string,
  given: UploadSettings,
  db: Database,
  folder: string,
): Promise<{ recognised: Recognised; prepared: Prepared }> {
  const { file, text, opened, decisions } = await asTable(await unpack(upload, folder), given, folder, db);
  const known = { ...given, settings: withFixed(given.settings, opened.format.fixes.settings) };
  const found = onFixedClock(await recogniseAll(file, opened, known, db, folder));
  const layout = { ...found.layout, decisions: [...decisions, ...found.layout.decisions] };
  const recognised = { ...found, layout };
  return { recognised, prepared: await prepare(file, text, recognised.layout, folder) };
}

/** @returns the table that is recognised, and the text that it was made from */
async function asTable(
  unpacked: Opened,
  given: UploadSettings,
  folder: string,
  db: Database,
): Promise<{ file: string; text: string; opened: Container; decisions: readonly Decision[] }> {
  const binary = binaryFormat(unpacked.head);
  const { file: text, encoding } = binary
    ? { file: unpacked.file, encoding: 'utf-8' as const }
    : await decode(unpacked, folder, given.settings.encoding);
  const format = binary ?? textFormat(await readHead(text));
  const { file, decisions } = await tableOf(format, text, folder, db);
  const opened = { encoding, compression: unpacked.compression, format };
  return { file, text, opened, decisions: [...unpacked.decisions, ...decisions] };
}

/** Dates that the beginning of a long file leaves open are decided by the whole column. */
async function recogniseAll(
  file: string,
  opened: Container,
  { settings, timeZone, zoneSaid, fileName = '' }: UploadSettings,
  db: Database,
  folder: string,
): Promise<Recognised> {
  const zone = { name: timeZone, said: zoneSaid };
  try {
    return await recognise(file, opened, settings, zone, fileName);
  } catch (error) {
    const ofDay = error instanceof InputRejected && error.details.asks === 'date' && dateQuestion(fileName, settings);
    if (ofDay) throw ofDay;
    if (!(error instanceof InputRejected) || error.details.asks !== 'date_order' || (await isShort(file))) throw error;
    const trial = await recognise(file, opened, { ...settings, date_order: 'DMY' }, zone, fileName);
    const { file: table } = await prepare(file, file, trial.layout, folder);
    const found = await orderOfWholeColumn(table, trial.layout, db);
    if (!found) throw error;
    const { layout, ...others } = await recognise(
      file,
      opened,
      { ...settings, date_order: found.order },
      zone,
      fileName,
    );
    const decisions = layout.decisions.map((each) =>
      each.what === 'date order' ? { ...each, why: `${found.why}, in the whole column` } : each,
    );
    return { ...others, layout: { ...layout, decisions } };
  }
}

async function isShort(file: string): Promise<boolean> {
  return (await stat(file)).size <= HEAD_BYTES;
}

function withFixed(said: LayoutSettings, fixed: LayoutSettings = {}): LayoutSettings {
  const columns = { ...fixed.columns, ...said.columns };
  return { ...fixed, ...said, ...(Object.keys(columns).length > 0 ? { columns } : {}) };
}

/** Stamps of a format that has a clock of its own do not follow the site's. */
function onFixedClock(found: Recognised): Recognised {
  const { layout } = found;
  const { clock } = fixedBy(layout.dialect.format);
  if (!clock) return found;
  const decisions = [...layout.decisions, { what: 'clock', chosen: clock.name, why: clock.why }];
  return {
    ...found,
    layout: { ...layout, decisions, time: { ...layout.time, offset_minutes: clock.offsetMinutes } },
    fast: undefined,
    offsets: false,
  };
}

/** @param context what the readings are checked against */
export async function readUpload(
  upload: string,
  given: UploadSettings,
  context: { readonly now: () => Date },
  db: Database,
  folder: string,
): Promise<ReadUpload> {
  const { recognised: found, prepared } = await recogniseUpload(upload, given, db, folder);
  const { layout } = found;
  await refuseTooManyReadings(prepared.file, slotsOf(layout).length);
  const now = context.now();
  const zones = await zonesOf(given, { file: prepared.file, layout }, now.getUTCFullYear() + 1, db);
  const rejects = { errors: 'rejects_days', scans: 'scans_days' };
  const wallDates = await findWallDates({ file: prepared.file, recognised: found, zones, lenient: true, rejects }, db);
  const source: StagingSource = { file: prepared.file, recognised: found, zones, wallDates, siteId: given.siteId, now };
  const first = await createStagingTable(source, false, db);
  const unknown = await unknownDirections(first, layout, db);
  const examined =
    unknown.length > 0 ||
    hasOtherKinds(layout) ||
    (await holdsSums(first, layout, db)) ||
    (await holdsTotal(first.table, db))
      ? FAULTY
      : await examine(first, found, db);
  const { verdict, survey } = examined;
  const faulty = verdict === 'faulty';
  const { placed, recognised } = faulty ? await renumber(source, first, db) : { placed: first, recognised: found };
  const stage = await alignEnds(placed, faulty, layout, zones, db);
  const moved = stage !== placed;
  if (stage.parsed + stage.malformed === 0)
    throw new InputRejected('EMPTY_FILE', 'The file has a header but no records.');
  const settled =
    verdict === 'faulty' ? await settle(stage, layout, given.settings, db) : settleClean(stage, layout, examined);
  const its = { stage, settled, recognised, zones };
  const asked = (await zoneQuestion(its, given, db)) ?? (await clockQuestion(its, given.settings, db));
  if (asked) throw asked;
  const described = verdict === 'clean' && !moved;
  return { recognised, prepared, zones, source, stage, described, survey: moved ? null : survey, settled };
}

/** Something is wrong with a record: read again with ordinals, to be able to say which one. */
async function renumber(
  source: StagingSource,
  fast: StagingTable,
  db: Database,
): Promise<{ placed: StagingTable; recognised: Recognised }> {
  await dropStagingTable(fast, db);
  const whole = await createStagingTable(source, true, db);
  const layout = await withFuels(whole, source.recognised.layout, db);
  const stage = await withoutOtherQuantities(whole, layout, db);
  await rejectUnknown(stage, await unknownDirections(stage, layout, db), db);
  await resolveRepeated(stage.table, `${stage.table}_stored`, layout, source.zones, slotsOf(layout).length > 1, db);
  return { placed: await withoutSums(stage, layout, db), recognised: { ...source.recognised, layout } };
}

/** What is worth knowing of the times of a file that was read. */
export async function notesOf(read: ReadUpload, given: UploadSettings, db: Database): Promise<Note[]> {
  return [...read.stage.notes, ...(await repeatedNotes(read, db)), ...(await zoneNotes(read, given, db))];
}

async function repeatedNotes({ stage, zones, recognised }: ReadUpload, db: Database): Promise<Note[]> {
  const { time } = recognised.layout;
  const counted = time.slot_minutes !== undefined;
  if (counted || isEpoch(time.format) || time.offset_minutes !== undefined || recognised.offsets) return [];
  const repeated = await countRepeated(stage.table, zones, db);
  if (repeated === 0) return [];
  return [
    {
      code: 'TIME_REPEATED',
      count: repeated,
      message:
        'Readings at a time that the clock showed twice: ' +
        'where the file has it twice, its order tells which is which; where it has it once, it is taken as the first.',
    },
  ];
}

/** A zone for a site that the file does not have may be one for a site that is written otherwise. */
async function zoneNotes({ recognised }: ReadUpload, { timeZones }: UploadSettings, db: Database): Promise<Note[]> {
  if (timeZones.size === 0 || !columnWithRole(recognised.layout, 'site')) return [];
  const rows = await db.rows('SELECT DISTINCT site_id FROM series');
  const sites = new Set(rows.map((row) => row.site_id));
  const absent = [...timeZones.keys()].filter((site) => !sites.has(site)).sort();
  if (absent.length === 0) return [];
  const names = absent.slice(0, 5).map((site) => JSON.stringify(site));
  return [
    {
      code: 'ZONE_UNUSED',
      count: absent.length,
      message:
        `A time zone is given for sites that the file does not ` +
        `have: ${names.join(', ')}${absent.length > 5 ? ' …' : ''}.`,
    },
  ];
}
