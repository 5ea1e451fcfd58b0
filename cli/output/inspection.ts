/** The screen of an inspection, in the order in which it is checked: columns, zone, totals, first rows, questions. */
import type { Inspection } from '../../functions/validate/inspect.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import type { PlainTable } from './changes.ts';
import { inspectionParts } from './inspection-parts.ts';
import { facts, table } from './table.ts';

const COLUMNS_SHOWN = 40;
const ROW_WIDTH = 120;

export function inspectionText(inspection: Inspection): string {
  const parts = inspectionParts(inspection);
  return [
    facts(parts.file),
    columnTable(parts.columns),
    facts(parts.times),
    tableOfAny(parts.flows),
    listed('Balance', parts.basis),
    listed('In no sum', parts.leftOut),
    listed('Kept beside the energies', parts.measures),
    tableOfAny(parts.series),
    tableOfAny(parts.first),
    listed('Decisions', parts.decisions),
    listed('Notes', parts.notes),
    listed(
      'Would be quarantined',
      parts.rejected.rows.map(([code, count, message]) => `${code} ×${count}: ${message}`),
    ),
    listed(
      'Such as',
      parts.examples.rows.map(([line, code, raw = '']) => `line ${line}: ${code}: ${raw.slice(0, ROW_WIDTH)}`),
    ),
    listed('A run refuses this file', parts.refusal === null ? [] : [parts.refusal]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Columns beyond those that are shown are counted. */
function columnTable({ columns, rows }: PlainTable): string {
  const more = rows.length - COLUMNS_SHOWN;
  const shown = tableOfAny({ columns, rows: rows.slice(0, COLUMNS_SHOWN) });
  return more > 0 ? `${shown}\nand ${more} more` : shown;
}

/** Headings without a row say nothing. */
function tableOfAny({ columns, rows }: PlainTable): string {
  return rows.length === 0 ? '' : table(columns, rows);
}

function listed(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map((line) => `  ${sanitize(line)}`)].join('\n');
}
