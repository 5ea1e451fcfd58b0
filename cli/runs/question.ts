/** What a refused file leaves open: the columns as they would be read, and the options that answer. */
import type { AskedQuestion } from '../../shared/failures/question.ts';
import { ANSWERS_SHOWN } from '../../shared/readings/layout.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { shellWord } from '../hints.ts';
import { paint } from '../output/style.ts';
import { table } from '../output/table.ts';

const COLUMNS_SHOWN = 40;

/** The columns with what they are taken for; '' where the question is not of columns. */
export function proposedTable({ columns }: AskedQuestion): string {
  if (columns.length === 0) return '';
  const rows = columns.slice(0, COLUMNS_SHOWN).map(({ column, values, means }) => [column, values.join(', '), means]);
  const shown = table(
    [
      { title: 'Column', maxWidth: 50 },
      { title: 'First values', maxWidth: 40 },
      { title: 'Proposed', maxWidth: 60 },
    ],
    rows,
  );
  const more = columns.length - rows.length;
  return more > 0 ? `${shown}\nand ${more} more` : shown;
}

/** The answers that are shown, the most likely one first, each with the layout that gives it. */
export function answersOf({ candidates, columns }: AskedQuestion): { said: string; layout: string }[] {
  return candidates.slice(0, ANSWERS_SHOWN).map(({ means, setting }, at) => ({
    said: at === 0 && columns.length > 0 ? asProposed(setting) : means,
    layout: JSON.stringify(setting),
  }));
}

/**
 * The same in lines.
 * @param again begins the sentence that says where the option belongs
 */
export function answersText(question: AskedQuestion, again: string): string {
  const lines = answersOf(question).flatMap(({ said, layout }, at) => [
    sanitize(`  ${at + 1}. ${said}`),
    `     --layout ${sanitize(shellWord(layout))}`,
  ]);
  return [paint(`${again} with the answer that is right; the first is the most likely:`, 'bold'), ...lines].join('\n');
}

/** The table says already what each column is. */
function asProposed(setting: Readonly<Record<string, unknown>>): string {
  const others = Object.entries(setting).filter(([name]) => name !== 'columns');
  const said = others.map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return ['as proposed', ...said].join(', ');
}
