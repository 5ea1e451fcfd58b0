/** What there is to say of an inspection, before anything lays it out: a screen of text, or the console's page. */
import type { Inspection } from '../../functions/validate/inspect.ts';
import type { AppliedLayout, LayoutColumn } from '../../shared/readings/layout.ts';
import { basisSentences, flowRows, seriesRows } from '../../shared/report/balance.ts';
import { measureRows } from '../../shared/report/measures.ts';
import { qualitySentence } from '../../shared/report/quality.ts';
import { formatCount, formatEnergy, plural } from '../../shared/text/format.ts';
import type { PlainTable } from './changes.ts';

const VALUES_WIDTH = 40;
const WHY_WIDTH = 60;
const right = { align: 'right' } as const;

type Facts = readonly (readonly [name: string, value: string])[];

export interface InspectionParts {
  /** Of the file as it stands, and of its times. */
  readonly file: Facts;
  readonly times: Facts;
  readonly columns: PlainTable;
  readonly flows: PlainTable;
  /** What the energies stand on, in sentences. */
  readonly basis: readonly string[];
  /** Series that are in no sum, and why. */
  readonly leftOut: readonly string[];
  /** What is kept beside the energies. */
  readonly measures: readonly string[];
  readonly series: PlainTable;
  readonly first: PlainTable;
  readonly rejected: PlainTable;
  readonly examples: PlainTable;
  readonly decisions: readonly string[];
  readonly notes: readonly string[];
  /** Why a run would refuse the file as a whole. */
  readonly refusal: string | null;
}

export function inspectionParts(inspection: Inspection): InspectionParts {
  const { layout, values, series, first, rejected, examples, refusal } = inspection;
  const { balance } = layout;
  return {
    file: fileFacts(inspection),
    times: timeFacts(layout),
    columns: {
      columns: [
        { title: 'Column' },
        { title: 'Values', maxWidth: VALUES_WIDTH },
        { title: 'Role' },
        { title: 'Unit' },
        { title: 'Flow' },
        { title: 'Why', maxWidth: WHY_WIDTH },
      ],
      rows: layout.columns.map((column) => columnRow(column, values[column.index] ?? [])),
    },
    flows: {
      columns: [{ title: 'Flow' }, { title: 'Energy', ...right }],
      rows: balance ? flowRows(balance).map(({ name, kwh }) => [name, formatEnergy(kwh)]) : [],
    },
    basis: balance ? basisSentences(balance) : [],
    leftOut: balance
      ? seriesRows(balance).flatMap(({ name, leftOut }) => (leftOut === '' ? [] : [`${name}: ${leftOut}`]))
      : [],
    measures: balance ? measureRows(balance).map(({ name, meaning, value }) => `${name}: ${meaning}, ${value}`) : [],
    series: {
      columns: [
        { title: 'Site' },
        { title: 'Series' },
        { title: 'Readings', ...right },
        { title: 'First' },
        { title: 'Last' },
      ],
      rows: series.map((each) => [each.site_id, each.appliance, formatCount(each.readings), each.first, each.last]),
    },
    first: {
      columns: [
        { title: 'Series' },
        { title: 'Timestamp' },
        { title: 'UTC' },
        { title: 'kWh', ...right },
        { title: 'Generated kWh', ...right },
      ],
      rows: first.map((row) => [row.appliance, row.timestamp, row.utc, row.kwh ?? '', row.generated_kwh ?? '']),
    },
    rejected: {
      columns: [{ title: 'Code' }, { title: 'Readings', ...right }, { title: 'Why' }],
      rows: rejected.map(({ code, count, message }) => [code, formatCount(count), message]),
    },
    examples: {
      columns: [{ title: 'Line', ...right }, { title: 'Code' }, { title: 'Row' }],
      rows: examples.map(({ line, code, raw }) => [String(line), code, raw ?? '(not text)']),
    },
    decisions: layout.decisions.map(({ what, chosen, why }) => `${what}: ${chosen} (${why})`),
    notes: layout.notes.map(
      ({ code, message, count }) => `${code}${count === undefined ? '' : ` ×${formatCount(count)}`}: ${message}`,
    ),
    refusal: refusal ? `${refusal.code}: ${refusal.message}` : null,
  };
}

function fileFacts({ layout, rows, readings, series, series_count }: Inspection): Facts {
  const { dialect } = layout;
  const { accepted, rejected, missing, duplicates } = readings;
  const quality = layout.balance && qualitySentence(layout.balance);
  const separated = dialect.delimiter ? [`separated by ${JSON.stringify(dialect.delimiter)}`] : [];
  const counts = [
    `${formatCount(accepted)} accepted`,
    `${formatCount(rejected)} rejected`,
    `${formatCount(missing)} missing`,
    `${formatCount(duplicates)} duplicates`,
  ];
  const all = accepted + rejected + missing + duplicates;
  return [
    ['layout', [layout.shape, dialect.format, ...separated, dialect.encoding].join(', ')],
    ['records', `${formatCount(rows)} with ${formatCount(all)} readings`],
    ['readings', counts.join(', ')],
    ...(series_count > series.length
      ? [
          [
            'series',
            `${formatCount(series_count)}, the first ${formatCount(series.length)} of them are listed`,
          ] as const,
        ]
      : []),
    ...(quality ? [['quality', quality] as const] : []),
  ];
}

function timeFacts({ time, decisions, intervals, gaps }: AppliedLayout): Facts {
  const told = decisions.find(({ what }) => what === 'time zone');
  const format = time.format === 'calendar' ? `dates ${time.order}` : time.format;
  const lengths = intervals.map(
    ({ minutes, series }) => `${minutes ?? 'unknown'} minutes (${formatCount(series)} series)`,
  );
  return [
    ['zone', `${time.zone}, ${told ? told.why : 'as was given'}`],
    ['time', `stamps mark the ${time.stamps} of an interval, ${format}`],
    ['interval', lengths.join(', ') || 'unknown'],
    ...(gaps.ranges > 0
      ? [['gaps', `${plural(gaps.intervals, 'interval')} in ${plural(gaps.ranges, 'range')}`] as const]
      : []),
  ];
}

function columnRow({ name, role, unit, quantity_unit, flow, why }: LayoutColumn, values: readonly string[]): string[] {
  return [name, values.join(', '), role, unit ?? quantity_unit?.unit ?? '', flow ?? '', why];
}
