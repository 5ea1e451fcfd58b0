/** What the columns of a table with a day a row hold: one reading each interval of the day, all in one unit. */
import { isPower, type LayoutSettings, type Unit } from '../../../shared/readings/layout.ts';
import { unitOf } from '../../../shared/readings/units.ts';
import { FLOW_OF_MEASURE } from './column-flows.ts';
import { longestNight } from './dark-nights.ts';
import type { findDayColumns } from './day-rows.ts';
import { type NumberFormat, toNumber } from './numbers.ts';
import type { Profile } from './profile.ts';
import { question } from './question.ts';
import type { Roles } from './roles.ts';
import type { Sample } from './sample.ts';
import type { Values } from './values.ts';
import { meaningOf } from './words/meaning.ts';

/** In a few rows at least, a column of the day holds the sum of its intervals: their unit is that of the sum. */
export function unitOfDayTotal(
  { rows }: Sample,
  { rest }: Roles,
  { columns }: NonNullable<ReturnType<typeof findDayColumns>>,
  format: NumberFormat,
): Unit | undefined {
  const intervals = columns.map(({ profile }) => profile);
  const number = (row: readonly string[], { index }: Profile) => toNumber(row[index] ?? '', format);
  const total = rest.find((each) => {
    if (intervals.includes(each) || meaningOf(each.name).unit === undefined) return false;
    const days = rows.slice(0, DAYS_OF_TOTALS).map((row) => {
      const parts = intervals.map((one) => number(row, one)).filter((value) => !Number.isNaN(value));
      return { whole: number(row, each), sum: parts.reduce((all, value) => all + value, 0) };
    });
    return days.length > 0 && days.every(({ whole, sum }) => Math.abs(whole - sum) <= OFF_BY * Math.abs(whole));
  });
  return total && meaningOf(total.name).unit;
}
const DAYS_OF_TOTALS = 20;
const OFF_BY = 0.01;

/** No word of the file says whose energy it is: not of its columns, nor above them, nor in its rows. */
function saysNothing({ names }: Sample, preamble: readonly string[], { ids }: Roles): boolean {
  const says = ['consumption', 'import', 'export', 'home', 'appliance'] as const;
  const told = [...names, ...preamble].some((text) => says.some((concept) => meaningOf(text).concepts.has(concept)));
  return !told && ids.measure === undefined && ids.appliance === undefined;
}

/**
 * Intervals that are dark by night, in rows of which nothing says whose energy they are, are most likely what panels
 * produce.
 * @throws InputRejected LAYOUT_AMBIGUOUS
 */
export function askAboutDarkDays(
  sample: Sample,
  preamble: readonly string[],
  roles: Roles,
  { columns, stepMinutes }: NonNullable<ReturnType<typeof findDayColumns>>,
  format: NumberFormat,
  settings: LayoutSettings,
): void {
  if (settings.measure !== undefined || settings.flows !== undefined || !saysNothing(sample, preamble, roles)) return;
  const readings = sample.rows.flatMap((row) =>
    columns.map(({ profile, offsetMinutes }) => ({
      minute: offsetMinutes,
      energy: toNumber(row[profile.index] ?? '', format),
    })),
  );
  const hours = longestNight(readings, stepMinutes);
  if (hours === undefined) return;
  throw question(
    'LAYOUT_AMBIGUOUS',
    `The rows show nothing for ${hours} hours of each day: what panels produce, or the use of something that is ` +
      'off by night.',
    [
      { means: 'what panels produce', setting: { measure: 'generation' } },
      { means: 'a use', setting: { measure: 'consumption' } },
    ],
    settings,
  );
}

/** One reading each interval of the day; the unit is the same for all of them. */
export function dayValues(
  roles: Roles,
  day: NonNullable<ReturnType<typeof findDayColumns>>,
  settings: LayoutSettings,
  preamble: Unit | undefined,
): Values {
  const intervals = new Map(day.columns.map(({ profile, offsetMinutes }) => [profile.index, offsetMinutes]));
  const [first] = day.columns;
  const named = day.columns.map(({ profile }) => meaningOf(profile.name).unit).find((each) => each !== undefined);
  const inCells = day.columns.map(({ profile }) => unitOf(profile.word ?? '')).find((each) => each !== undefined);
  const unit = settings.unit ?? named ?? inCells ?? preamble;
  if (!unit && !roles.ids.unit && first) {
    throw question(
      'UNIT_UNKNOWN',
      `Nothing says in which unit the values of the ${intervals.size} interval columns are.`,
      [
        { means: 'energy', setting: { unit: 'kWh' } },
        { means: 'energy', setting: { unit: 'Wh' } },
        { means: 'power', setting: { unit: 'kW' } },
      ],
      settings,
    );
  }
  const flow = FLOW_OF_MEASURE[settings.measure ?? 'consumption'];
  return {
    columns: day.columns.map(({ profile, offsetMinutes, repeats }) => ({
      index: profile.index,
      name: profile.name,
      role: unit && isPower(unit) ? 'power' : 'energy',
      ...(unit && !roles.ids.unit ? { unit } : {}),
      ...(inCells ? { unit_in_cells: true } : {}),
      flow,
      offset_minutes: offsetMinutes,
      ...(repeats ? { repeats_hour: true as const } : {}),
      why: 'an interval of the day',
    })),
    ignored: roles.rest
      .filter(({ index, name }) => !intervals.has(index) && name !== '')
      .map(({ index, name }) => ({ index, name, role: 'ignored' as const, why: 'not an interval of the day' })),
    decisions: [],
  };
}
