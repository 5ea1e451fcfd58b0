/** What would be understood of a file, without running anything: `energy inspect`. */
import { join } from 'node:path';
import { z } from 'zod';
import type { ReadingCounts } from '../../shared/contract.ts';
import type { Database } from '../../shared/database/duckdb.ts';
import type { AppliedLayout } from '../../shared/readings/layout.ts';
import { balanceOf } from './balance/balance.ts';
import { judgeSize } from './balance/believable.ts';
import { balanceNotes } from './balance/notes.ts';
import { refusalByClock } from './clock-doubt.ts';
import { toEnergies } from './convert/to-energy.ts';
import { notesOf, readUpload } from './ingest.ts';
import { readMeasures } from './measures/read-measures.ts';
import { seriesNames } from './read/slots.ts';
import { refusalOf, refusalWithoutEnergies } from './refusal.ts';
import { type Code, QUARANTINE_CODES } from './reject-codes.ts';
import type { UploadSettings } from './upload-settings.ts';
import { describeApplied } from './write/applied-layout.ts';
import { type QuarantinedRecord, writeQuarantine } from './write/quarantine.ts';

const FIRST_ROWS = 5;
const EXAMPLES = 5;
const SERIES_SHOWN = 20;

const rowSchema = z.object({
  site_id: z.string(),
  appliance: z.string(),
  timestamp: z.string(),
  utc: z.string(),
  kwh: z.string().nullable(),
  generated_kwh: z.string().nullable(),
});
const seriesSchema = z.object({
  site_id: z.string(),
  appliance: z.string(),
  readings: z.coerce.number(),
  first: z.string(),
  last: z.string(),
  interval_minutes: z.number().nullable(),
});
type Series = z.infer<typeof seriesSchema>;

export interface Inspection {
  readonly layout: AppliedLayout;
  /** The first values of each column of the layout, by its index. */
  readonly values: readonly (readonly string[])[];
  readonly rows: number;
  readonly readings: ReadingCounts;
  readonly rejected: readonly { readonly code: Code; readonly count: number; readonly message: string }[];
  readonly examples: readonly QuarantinedRecord[];
  readonly series: readonly Series[];
  readonly series_count: number;
  readonly first: readonly z.infer<typeof rowSchema>[];
  /** Why a run would refuse the file as a whole; null when it would go on. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

export interface InspectOptions {
  readonly now: () => Date;
  /** Part of the readings that may be rejected before the whole upload is, 0 to 1. */
  readonly rejectLimit: number;
  /** Opens another database beside `db`. */
  readonly withDatabase: <T>(use: (db: Database) => Promise<T>) => Promise<T>;
}

/**
 * @param file a copy of the upload that may be deleted
 * @param folder for files in work
 * @throws InputRejected as a run would for a file that is not read; of one that is read the result says why it would be
 * refused
 */
export async function inspect(
  file: string,
  given: UploadSettings,
  { now, rejectLimit, withDatabase }: InspectOptions,
  db: Database,
  folder: string,
): Promise<Inspection> {
  const read = await readUpload(file, given, { now }, db, folder);
  const { settled, recognised, prepared, stage } = read;
  const examples = settled.bad
    ? await writeQuarantine(
        { records: prepared.records, layout: recognised.layout, stage, bad: settled.bad },
        join(folder, 'rejected.ndjson'),
        EXAMPLES,
        db,
      )
    : [];
  const energies = await toEnergies(read, given, db);
  const balance = await balanceOf(energies, recognised.layout, read.zones, given, db);
  const size = await judgeSize(balance, recognised.layout, given, db);
  const measures = await readMeasures(read, withDatabase, folder);
  const notes = [...(await notesOf(read, given, db)), ...(await balanceNotes(balance, db)), ...size];
  const layout = await describeApplied(read, energies, balance, measures, notes, db);
  const { accepted, missing, ...others } = settled.readings;
  const first = await db.rows(
    `SELECT site_id, appliance, timestamp, utc, kwh, generated_kwh FROM ${balance.readings} ` +
      `ORDER BY utc, site_id, appliance LIMIT ${FIRST_ROWS}`,
  );
  const series = await db.rows(
    `SELECT site_id, appliance, readings, CAST(first AS VARCHAR) AS first, CAST(last AS VARCHAR) AS last, ` +
      `interval_minutes FROM series ORDER BY site_id, appliance LIMIT ${SERIES_SHOWN}`,
  );
  const [count] = await db.rows('SELECT count(*)::INTEGER AS n FROM series');
  const nameOf = seriesNames(recognised.layout);
  const readings = {
    accepted: accepted - energies.ends - energies.missing,
    missing: missing + energies.missing,
    ...others,
  };
  const rejection = refusalOf(read, given.settings, examples, rejectLimit);
  const refusal =
    (rejection && (await refusalByClock(read, rejection, db))) ??
    rejection ??
    refusalWithoutEnergies(readings.accepted);
  return {
    layout,
    values: recognised.values,
    rows: settled.rows,
    readings,
    rejected: rejectedOf(settled.rejectedByCode),
    examples,
    series: toldApart(z.array(seriesSchema).parse(series), nameOf),
    series_count: Number(count?.n),
    first: first.map((row) => rowSchema.parse(row)),
    refusal: refusal ? { code: refusal.code, message: refusal.sentence } : null,
  };
}

/** Series by the names that people know, with their directions or columns where several of a site have one name. */
function toldApart(series: readonly Series[], nameOf: ReturnType<typeof seriesNames>): Series[] {
  const named = series.map((each) => ({ each, name: nameOf(each.appliance)?.name ?? each.appliance }));
  const sharing = Map.groupBy(named, ({ each, name }) => JSON.stringify([each.site_id, name]));
  return named.map(({ each, name }) => {
    const shared = (sharing.get(JSON.stringify([each.site_id, name]))?.length ?? 0) > 1;
    const { direction, column } = nameOf(each.appliance) ?? {};
    const apart = shared ? (direction ?? column?.name) : undefined;
    return { ...each, appliance: apart === undefined ? name : `${name} (${apart})` };
  });
}

function rejectedOf(byCode: Readonly<Partial<Record<Code, number>>>): Inspection['rejected'] {
  const found: { code: Code; count: number; message: string }[] = [];
  for (const code in byCode) {
    if (!isCode(code)) continue;
    found.push({ code, count: byCode[code] ?? 0, message: QUARANTINE_CODES[code].message });
  }
  return found.sort((a, b) => b.count - a.count);
}

function isCode(text: string): text is Code {
  return Object.hasOwn(QUARANTINE_CODES, text);
}
