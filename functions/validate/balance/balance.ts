/** From the series of a file to the balance of its sites, each kWh of use once. */
import type { Database } from '../../../shared/database/duckdb.ts';
import { BASIS_NAMES, type Basis, type Flow } from '../../../shared/energy/flows.ts';
import type { Layout, LayoutSettings } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { MEASURES, type Measure } from '../../../shared/tables/schema.ts';
import type { Energies } from '../convert/to-energy.ts';
import type { Zones } from '../read/zones.ts';
import { question } from '../recognise/question.ts';
import type { UploadSettings } from '../upload-settings.ts';
import { createBalance } from './balance-table.ts';
import { askAboutCovering } from './covering.ts';
import { fillDarkHours } from './dark-hours.ts';
import { createFlowReadings } from './flow-readings.ts';
import { sitesWithImpossibleUse } from './impossible-use.ts';
import { type Meaning, meaningsOf } from './meanings.ts';
import { sumTooLarge } from './most-kept.ts';
import { withOwnMeters } from './own-meters.ts';
import { isPlain, plainBalance, plainRows, plainTerms } from './plain-readings.ts';
import { balancePlan, type Plan } from './plan.ts';
import { createQualityRows, withQualities } from './qualities.ts';
import { createRemainders, withdrawnClaims } from './remainders.ts';
import { withSigns } from './series-signs.ts';
import { withSumsOfOthers } from './sums-of-others.ts';
import { timed } from './timed.ts';
import { uploadReadings } from './upload-readings.ts';
import { createUseRows } from './use-rows.ts';
import { askAboutParts } from './withdrawn.ts';

export interface Balance {
  /** SQL relation with the columns of raw_energy_data. */
  readonly readings: string;
  /** The readings are those that were read, row by row: what is known of these is known of them. */
  readonly plain: boolean;
  readonly measures: readonly Measure[];
  readonly plan: Plan;
  readonly bases: readonly Basis[];
  /** SQL query for balance_data. @param buckets whether the table `buckets` holds the readings */
  readonly balance: (buckets: boolean) => string;
  /** SQL query for the terms of the balance, in any intervals. */
  readonly terms: string;
  /** SQL query for upload_readings. */
  readonly asRead: string;
  /** A column says how the readings came about. */
  readonly qualities: boolean;
}

/**
 * @param energies at least one; the table `series` describes them
 * @throws InputRejected EMPTY_FILE when nothing of the file is electricity, LAYOUT_AMBIGUOUS when parts measure more
 * than their whole, or a series may be the whole
 */
export async function balanceOf(
  energies: Energies,
  layout: Layout,
  zones: Zones,
  given: UploadSettings,
  db: Database,
): Promise<Balance> {
  const rows = await timed(energies, zones, db);
  const named = await withSigns(rows, await meaningsOf(layout, db), db);
  const meanings = await withSumsOfOthers(rows, named, given.settings, db);
  const { qualities } = energies;
  const series = await uploadReadings(rows, meanings, db);
  if (qualities) await createQualityRows(db);
  const asRead = qualities ? `SELECT * FROM ${withQualities(`(${series})`)}` : series;
  const first = balancePlan(meanings);
  await askAboutCovering(rows, first, given, db);
  if (isPlain(first)) {
    const plain = await plainRows(rows, first, db);
    const readings = qualities ? withQualities(plain) : plain;
    return {
      ...{ plan: first, bases: basesOf(first), asRead, readings, plain: true, measures: ['consumption'], qualities },
      terms: plainTerms(readings),
      balance: plainBalance(readings),
    };
  }
  const plan = await planned(rows, energies, meanings, first, db).catch((error: unknown) => {
    throw sumTooLarge(error, layout, given.settings);
  });
  await createRemainders(plan, db);
  askAboutParts(await withdrawnClaims(db), plan, given);
  await createUseRows(plan, db);
  const measures = await measuresIn(db);
  if (measures.length === 0) throw nothingToBalance(meanings, given);
  return {
    ...{ plan, bases: basesOf(plan), asRead, plain: false, measures, qualities },
    readings: qualities ? withQualities('use_rows') : 'use_rows',
    terms: 'SELECT * FROM balance',
    balance: () => 'SELECT * FROM balance ORDER BY site_id, utc',
  };
}

/** Makes `flow_readings` and `balance`, a second time where the first shows that a series is not what its name says. */
async function planned(
  rows: string,
  { spans }: Energies,
  meanings: readonly Meaning[],
  first: Plan,
  db: Database,
): Promise<Plan> {
  await createFlowReadings(rows, spans, first, db);
  await fillDarkHours(first, db);
  await createBalance(first, db);
  const impossible = await sitesWithImpossibleUse(first, db);
  const better = await withOwnMeters(meanings, first, db);
  if (!better && impossible.size === 0) return first;
  const plan = balancePlan(better ?? meanings, impossible);
  await createFlowReadings(rows, spans, plan, db);
  await fillDarkHours(plan, db);
  await createBalance(plan, db);
  return plan;
}

function basesOf({ sites }: Plan): Basis[] {
  return BASIS_NAMES.filter((basis) => sites.some((site) => site.basis === basis));
}

async function measuresIn(db: Database): Promise<Measure[]> {
  const [row] = await db.rows(
    "SELECT count(kwh) > 0 AS consumption, count(generated_kwh) FILTER (basis <> 'grid') > 0 AS generation " +
      'FROM use_rows',
  );
  return MEASURES.filter((measure) => row?.[measure] === true);
}

function nothingToBalance(meanings: readonly Meaning[], { settings }: UploadSettings): InputRejected {
  const flows = [...new Set(meanings.map(({ flow }) => flow))];
  if (flows.length === 1 && flows[0] === 'export') return onlyFedIn(meanings, settings);
  const setting = allOf('consumption', meanings);
  return new InputRejected(
    'EMPTY_FILE',
    `Nothing in the file is electricity that a site uses, ` +
      `produces or exchanges with the grid: its series are ${flows.join(', ')}. ` +
      `If it is electricity all the same, say so with --layout: ${JSON.stringify(setting)}.`,
    { setting },
  );
}

/** What is fed in alone tells neither a use nor a production, unless all that is produced is fed in. */
function onlyFedIn(meanings: readonly Meaning[], settings: LayoutSettings): InputRejected {
  return question(
    'LAYOUT_AMBIGUOUS',
    'The file has nothing but what is fed into the grid, ' +
      'which tells neither what the site uses nor what it produces. ' +
      'Upload it in one file with what is taken from the grid, or say that it is all that is produced.',
    [{ means: 'all that is produced is fed in', setting: allOf('production', meanings) }],
    settings,
  );
}

/** Says the flow of all series, by their names where records have some. */
function allOf(flow: Flow, meanings: readonly Meaning[]): LayoutSettings {
  const texts = [...new Set(meanings.flatMap(({ text }) => text ?? []))];
  return texts.length > 0
    ? { flows: Object.fromEntries(texts.map((text) => [text, flow])) }
    : { columns: Object.fromEntries(meanings.map(({ column }) => [column, { flow }])) };
}
