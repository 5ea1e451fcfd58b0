/** How the upload was understood: what a person checks first when a figure looks wrong. */

import { table } from '../../../../shared/page/parts/table.ts';
import type { AppliedLayout } from '../../../../shared/readings/layout.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { plural } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import { listed } from '../../../../shared/text/listed.ts';

/** Columns named here; all of them are in report.json. */
const NAMED = 12;

interface Row {
  readonly what: string;
  readonly chosen: string;
  readonly why: string;
}

export function detectedLayout({ layout }: Report): Html | null {
  if (!layout) return null;
  const rows: Row[] = [
    { what: 'Layout', chosen: `${layout.shape}, ${layout.dialect.format}`, why: `encoding ${layout.dialect.encoding}` },
    ...valueColumns(layout),
    ...(layout.left_out.length > 0
      ? [{ what: 'Left out', chosen: listed(layout.left_out, NAMED), why: 'no energy, and no quantity that is kept' }]
      : []),
    ...layout.decisions,
    ...layout.notes.map(({ code, message, count }) => ({
      what: code,
      chosen: message,
      why: count === undefined ? '' : plural(count, 'reading'),
    })),
  ];
  const decisions = table(
    [
      { kind: 'name', cell: ({ what }) => what },
      { cell: ({ chosen }) => html`<bdi>${chosen}</bdi>` },
      { optional: true, cell: ({ why }) => why },
    ],
    rows,
  );
  return html`<div class="together"><h3>How the file was understood</h3>${decisions}</div>`;
}

function valueColumns({ columns, shape }: AppliedLayout): Row[] {
  const values = columns.filter(({ unit, role }) => unit !== undefined || role === 'total');
  if (values.length === 0 || shape === 'day-rows') return [];
  const names = values.map(
    ({ name, unit, role }) => `${name}${unitOf(name, unit)}${role === 'total' ? ' = total' : ''}`,
  );
  return [{ what: 'Values', chosen: listed(names, NAMED), why: '' }];
}

/** A unit that its heading does not say itself. */
function unitOf(name: string, unit: string | undefined): string {
  return unit === undefined || name.toLowerCase().includes(unit.toLowerCase()) ? '' : ` (${unit})`;
}
