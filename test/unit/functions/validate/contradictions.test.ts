import { beforeEach, describe, expect, it } from 'vitest';
import { overlapOf } from '../../../../functions/validate/contradictions.ts';
import type { UploadSettings } from '../../../../functions/validate/upload-settings.ts';
import { withDatabase } from '../../../../shared/database/duckdb.ts';
import { withFolder } from '../../../../shared/lake/run-files.ts';
import type { Layout } from '../../../../shared/readings/layout.ts';
import { InputRejected } from '../../../../shared/runtime/errors.ts';
import { type RecordReading, type RecordWorld, readingRows, recordWorld, upload } from '../../../helpers/record.ts';

const SITE = 'default';
const GIVEN: UploadSettings = {
  ...{ settings: {}, timeZone: 'UTC', zoneSaid: false, timeZones: new Map(), siteId: SITE, siteSaid: false },
};
const layoutWith = (...roles: string[]) => ({ columns: roles.map((role) => ({ role })) }) as unknown as Layout;

const hours = (count: number, kwh: (at: number) => number): RecordReading[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ thing: `${SITE} total use`, from: at * 60, to: at * 60 + 60, kwh: kwh(at) },
  }));
const usual = (at: number) => 0.2 + (at % 7) / 10;

let world: RecordWorld;
beforeEach(async () => {
  world = await recordWorld();
  await upload({ dataset: 'first', run: 'run-1', uploaded: 1, readings: hours(100, usual) }, world.context());
});

/** @returns the answers that are offered, or how many readings overlap where nothing is asked */
async function ask(
  readings: readonly RecordReading[],
  { dataset = 'second', given = GIVEN, layout = layoutWith('timestamp', 'value') } = {},
) {
  const context = world.context();
  try {
    const overlap = await withFolder(context, (folder) =>
      withDatabase(context.database, (db) => {
        const its = { dataset, key: `raw/${dataset}.csv` };
        return overlapOf(`(${readingRows(readings)})`, its, layout, given, db, context, folder);
      }),
    );
    return overlap?.readings ?? 0;
  } catch (error) {
    if (!(error instanceof InputRejected)) throw error;
    expect(error.code).toBe('SITE_UNCLEAR');
    return (error.details.candidates as { setting: unknown }[]).map(({ setting }) => setting);
  }
}

describe('an upload that another one contradicts', () => {
  it('is another site when most of it differs, a correction when some of it does', async () => {
    expect(await ask(hours(100, (at) => 0.3 + (at % 5) / 10))).toEqual([{ site_id: 'second' }, { site_id: SITE }]);
    const some = (at: number) => usual(at) + (at < 10 ? 1 : 0);
    expect(await ask(hours(100, some))).toEqual([{ site_id: SITE }, { site_id: 'second' }]);
  });

  it('is asked about from 24 shared intervals on, of which more than one in twenty differ', async () => {
    expect(await ask(hours(23, () => 9.5))).toBe(23);
    expect(await ask(hours(24, () => 9.5))).toHaveLength(2);
    expect(await ask(hours(100, (at) => usual(at) + (at < 5 ? 1 : 0)))).toBe(100);
    expect(await ask(hours(100, (at) => usual(at) + (at < 6 ? 1 : 0)))).toHaveLength(2);
  });

  it('is not asked about when the site is named, nor as a new version of what is published', async () => {
    const other = hours(100, () => 9.5);
    expect(await ask(other, { given: { ...GIVEN, siteSaid: true } })).toBe(100);
    expect(await ask(other, { layout: layoutWith('timestamp', 'site', 'value') })).toBe(100);
    await upload({ dataset: 'second', run: 'run-2', uploaded: 2, readings: hours(100, usual) }, world.context());
    expect(await ask(other)).toBe(100);
  });

  it('has another name to offer where its file is called like the site', async () => {
    expect(
      await ask(
        hours(100, () => 9.5),
        { dataset: SITE },
      ),
    ).toEqual([{ site_id: `${SITE}-2` }, { site_id: SITE }]);
  });
});
