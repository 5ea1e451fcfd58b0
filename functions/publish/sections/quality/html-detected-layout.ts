/** How the upload was understood: what a person checks first when a figure looks wrong. */
import { formatCount } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../html/html.ts';
import type { PageInput } from '../../html/page.ts';

/** Columns named here; all of them are in report.json. */
const NAMED = 12;

export function understood({ report }: PageInput): Html | null {
  const { layout } = report;
  if (!layout) return null;
  const values = layout.columns.filter(({ unit, role }) => unit !== undefined || role === 'total');
  const left = layout.left_out;
  const some = (names: readonly string[]) =>
    names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ` and ${formatCount(names.length - NAMED)} more` : '');
  const rows: [string, string, string][] = [
    ['Layout', `${layout.shape}, ${layout.dialect.format}`, `encoding ${layout.dialect.encoding}`],
    ...(values.length > 0 && layout.shape !== 'day-rows'
      ? [
          [
            'Values',
            some(
              values.map(
                ({ name, unit, role }) => `${name}${unit ? ` (${unit})` : ''}${role === 'total' ? ' = total' : ''}`,
              ),
            ),
            '',
          ] satisfies [string, string, string],
        ]
      : []),
    ...(left.length > 0 ? [['Left out', some(left), 'not energy'] satisfies [string, string, string]] : []),
    ...layout.decisions.map(({ what, chosen, why }): [string, string, string] => [what, chosen, why]),
    ...layout.notes.map(({ code, message, count }): [string, string, string] => [
      code,
      message,
      count === undefined ? '' : `${formatCount(count)} readings`,
    ]),
  ];
  return html`<h3 style="margin-top:18px">How the file was understood</h3><div class="scroll"><table><tbody>${rows.map(
    ([what, chosen, why]) =>
      html`<tr><th scope="row">${what}</th><td><bdi>${chosen}</bdi></td><td class="optional">${why}</td></tr>`,
  )}</tbody></table></div>`;
}
