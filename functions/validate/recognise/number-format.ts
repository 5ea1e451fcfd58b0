/** How the whole file writes its numbers, or the question about it. */
import type { Decision, LayoutSettings } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import {
  decideNumbers,
  hasBothSigns,
  lookAt,
  type NumberFormat,
  type NumberVerdict,
  noSeparators,
  numberIn,
  type Separators,
  showsNoSeparator,
} from './numbers.ts';
import { type Candidate, question } from './question.ts';
import type { Sample } from './sample.ts';

const DECIMAL_SIGNS = [
  { means: 'the dot is the decimal sign', setting: { decimal: '.' } },
  { means: 'the comma is the decimal sign', setting: { decimal: ',' } },
] as const satisfies readonly Candidate[];

/**
 * One way to write numbers for the whole file.
 * @param measures columns of money, prices, stands and such: they tell it where the energies do not
 */
export function decideFormat(
  sample: Sample,
  columns: readonly { readonly index: number }[],
  measures: readonly { readonly index: number }[],
  settings: LayoutSettings,
  decisions: Decision[],
): NumberFormat {
  if (sample.holds !== 'cells' && settings.decimal === undefined && !textNumbers(sample, columns))
    return { decimal: '.', thousands: '' };
  const energies = separatorsIn(sample, columns);
  const verdict = verdictOf(energies, separatorsIn(sample, measures), sample, settings);
  if (settings.decimal === undefined) refuseBothSigns(energies, verdict, sample, columns);
  if (verdict.kind === 'ambiguous') {
    const { example } = verdict;
    throw question(
      'LAYOUT_AMBIGUOUS',
      `${example} may be ${example.replace(/[.,]/g, '')} or ${example.replace(',', '.')}, ` +
        `and no other number of the column tells.`,
      example.includes(',') && needsComma(sample) ? DECIMAL_SIGNS.toReversed() : DECIMAL_SIGNS,
      settings,
    );
  }
  const { decimal, thousands, why } = verdict;
  if (decimal !== '.' || thousands !== '' || settings.decimal) {
    const between = thousands === '' ? 'nothing' : `"${thousands}"`;
    const sign = decimal === 'both' ? 'dot or comma' : `"${decimal}"`;
    decisions.push({ what: 'numbers', chosen: `decimal ${sign}, ${between} between thousands`, why });
  }
  return { decimal, thousands };
}

/** Read with one sign, the numbers of the other are a hundred or a thousand times as large. */
function refuseBothSigns(
  energies: Separators,
  verdict: NumberVerdict,
  sample: Sample,
  columns: readonly { readonly index: number }[],
): void {
  if (!hasBothSigns(energies) || (verdict.kind === 'known' && verdict.decimal === 'both')) return;
  const written = (pattern: RegExp) =>
    columns
      .filter(({ index }) => sample.rows.some((row) => pattern.test((row[index] ?? '').trim())))
      .map(({ index }) => `"${sample.names[index]}"`)
      .slice(0, COLUMNS_NAMED)
      .join(', ');
  throw new InputRejected(
    'UNREADABLE',
    `Some numbers have a dot as decimal sign (in ${written(/^[-+]?\d+\.\d+$/)}) and others a comma ` +
      `(in ${written(/^[-+]?\d+,\d+$/)}), and others may group thousands by the one or the other. ` +
      'Write all of them with one sign.',
  );
}
const COLUMNS_NAMED = 5;

const DOTTED_DATE = /^\s*\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}(?!\S)/;

/**
 * Whoever separates cells by semicolons needs the comma in the numbers, and where dates have dots between day and month
 * it is the decimal sign.
 */
function needsComma({ delimiter, rows }: Sample): boolean {
  return delimiter === ';' || (rows[0] ?? []).some((cell) => DOTTED_DATE.test(cell));
}

function verdictOf(
  energies: Separators,
  measures: Separators,
  { delimiter }: Sample,
  { decimal: given }: LayoutSettings,
): NumberVerdict {
  if (showsNoSeparator(energies)) return decideNumbers(measures, delimiter, given);
  const own = decideNumbers(energies, delimiter, given);
  if (own.kind === 'known' || measures.dotDecimal + measures.commaDecimal === 0) return own;
  const beside = decideNumbers(measures, delimiter, undefined);
  if (beside.kind === 'ambiguous') return own;
  const verdict = decideNumbers(energies, delimiter, beside.decimal);
  return verdict.kind === 'known' ? { ...verdict, why: `${beside.why}, in the columns beside the energies` } : own;
}

function separatorsIn(sample: Sample, columns: readonly { readonly index: number }[]) {
  const seen = noSeparators();
  for (const row of sample.rows) {
    for (const { index } of columns) {
      const number = numberIn(row[index] ?? '');
      if (number) lookAt(number.digits, seen);
    }
  }
  return seen;
}

/** JSON numbers have one form; numbers in JSON text may have any. */
function textNumbers(sample: Sample, columns: readonly { readonly index: number }[]): boolean {
  return sample.rows.some((row) => columns.some(({ index }) => (row[index] ?? '').includes(',')));
}
