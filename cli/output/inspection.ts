/** The screen of an inspection, in the order in which it is checked: columns, zone, totals, first rows, questions. */
import type { Inspection } from '../../functions/validate/inspect.ts';
import type { AppliedLayout, BalanceSummary, LayoutColumn } from '../../shared/readings/layout.ts';
import { basisSentences, flowRows, seriesRows } from '../../shared/report/balance.ts';
import { measureRows } from '../../shared/report/measures.ts';
import { qualitySentence } from '../../shared/report/quality.ts';
import { formatEnergy } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { facts, type TableColumn, table } from './table.ts';

const COLUMNS_SHOWN = 40;
const VALUES_WIDTH = 40;
const WHY_WIDTH = 60;

export function inspectionText(inspection: Inspection): string {
  const { layout } = inspection;
  return [
    fileFacts(inspection),
    columnTable(inspection),
    zoneFacts(layout),
    ...(layout.balance ? balanceParts(layout.balance) : []),
    ...firstRows(inspection),
    listed(
      'Decisions',
      layout.decisions.map(({ what, chosen, why }) => `${what}: ${chosen} (${why})`),
    ),
    listed(
      'Notes',
      layout.notes.map(({ code, message, count }) => `${code}${count === undefined ? '' : ` ×${count}`}: ${message}`),
    ),
    ...leftToAsk(inspection),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function fileFacts({ layout, rows, readings }: Inspection): string {
  const { dialect } = layout;
  const { accepted, rejected, missing, duplicates } = readings;
  const quality = layout.balance && qualitySentence(layout.balance);
  return facts([
    [
      'layout',
      [
        layout.shape,
        dialect.format,
        ...(dialect.delimiter ? [`separated by ${JSON.stringify(dialect.delimiter)}`] : []),
        dialect.encoding,
      ].join(', '),
    ],
    ['records', `${rows} with ${accepted + rejected + missing + duplicates} readings`],
    ['readings', `${accepted} accepted, ${rejected} rejected, ${missing} missing, ${duplicates} duplicates`],
    ...(quality ? ([['quality', quality]] as const) : []),
  ]);
}

/** Columns beyond those that are shown are counted. */
function columnTable({ layout, values }: Inspection): string {
  const more = layout.columns.length - COLUMNS_SHOWN;
  const shown = tableOfAny(
    [
      { title: 'Column' },
      { title: 'Values', maxWidth: VALUES_WIDTH },
      { title: 'Role' },
      { title: 'Unit' },
      { title: 'Flow' },
      { title: 'Why', maxWidth: WHY_WIDTH },
    ],
    layout.columns.slice(0, COLUMNS_SHOWN).map((column) => columnRow(column, values[column.index] ?? [])),
  );
  return more > 0 ? `${shown}\nand ${more} more` : shown;
}

function columnRow({ name, role, unit, quantity_unit, flow, why }: LayoutColumn, values: readonly string[]): string[] {
  return [name, values.join(', '), role, unit ?? quantity_unit?.unit ?? '', flow ?? '', why];
}

function zoneFacts({ time, decisions, intervals, gaps }: AppliedLayout): string {
  const told = decisions.find(({ what }) => what === 'time zone');
  return facts([
    ['zone', `${time.zone}, ${told ? told.why : 'as was given'}`],
    [
      'time',
      `stamps mark the ${time.stamps} of an interval, ` +
        `${time.format === 'calendar' ? `dates ${time.order}` : time.format}`,
    ],
    [
      'interval',
      intervals.map(({ minutes, series }) => `${minutes ?? 'unknown'} minutes (${series} series)`).join(', ') ||
        'unknown',
    ],
    ...(gaps.ranges > 0 ? ([['gaps', `${gaps.intervals} intervals in ${gaps.ranges} ranges`]] as const) : []),
  ]);
}

/** What is summed: the flows, what they stand on, and what each series was taken for. */
function balanceParts(balance: BalanceSummary): string[] {
  return [
    tableOfAny(
      [{ title: 'Flow' }, { title: 'Energy', align: 'right' }],
      flowRows(balance).map(({ name, kwh }) => [name, formatEnergy(kwh)]),
    ),
    listed('Balance', basisSentences(balance)),
    listed(
      'In no sum',
      seriesRows(balance)
        .filter(({ leftOut }) => leftOut !== '')
        .map(({ name, leftOut }) => `${name}: ${leftOut}`),
    ),
    listed(
      'Kept beside the energies',
      measureRows(balance).map(({ name, meaning, value }) => `${name}: ${meaning}, ${value}`),
    ),
  ];
}

function firstRows({ series, first }: Inspection): string[] {
  return [
    tableOfAny(
      [
        { title: 'Site' },
        { title: 'Series' },
        { title: 'Readings', align: 'right' },
        { title: 'First' },
        { title: 'Last' },
      ],
      series.map((each) => [each.site_id, each.appliance, String(each.readings), each.first, each.last]),
    ),
    tableOfAny(
      [
        { title: 'Series' },
        { title: 'Timestamp' },
        { title: 'UTC' },
        { title: 'kWh', align: 'right' },
        { title: 'Generated kWh', align: 'right' },
      ],
      first.map((row) => [row.appliance, row.timestamp, row.utc, row.kwh ?? '', row.generated_kwh ?? '']),
    ),
  ];
}

/** What would be rejected, and why a run would refuse the file or what it would ask. */
function leftToAsk({ rejected, examples, refusal }: Inspection): string[] {
  return [
    listed(
      'Would be quarantined',
      rejected.map(({ code, count, message }) => `${code} ×${count}: ${message}`),
    ),
    listed(
      'Such as',
      examples.map(({ line, raw, code }) => `line ${line}: ${code}: ${(raw ?? '').slice(0, 120)}`),
    ),
    listed('A run refuses this file', refusal ? [`${refusal.code}: ${refusal.message}`] : []),
  ];
}

/** Headings without a row say nothing. */
function tableOfAny(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : table(columns, rows);
}

function listed(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map((line) => `  ${sanitize(line)}`)].join('\n');
}
