/** What the energy cost by the file itself. */
import type { Database } from '../../../shared/database/duckdb.ts';
import { literal } from '../../../shared/database/duckdb.ts';
import type { BalanceSummary } from '../../../shared/readings/layout.ts';
import { meaningOf } from '../recognise/words/meaning.ts';

type Measure = BalanceSummary['measures'][number];

/** Names of amounts before tax, beside which one with tax may stand. */
const WITHOUT_TAX = /\b(excl?|exkl|ex|ohne|zzgl|netto?|hors|ht|sin|sem|senza|zonder|exklusive|exclusive)\b/i;
const WITH_TAX = /\b(incl?|inkl|mit|brutto?|gross|ttc|con|com|inkl?usive|including)\b/i;
/** Of the times at which all amounts are there, this share must agree within half of the last digit of each. */
const AGREE = 0.99;
const ROUNDING = 0.02;

/**
 * Amounts of electricity add up (energy, standing charge), unless one of them is the total of the others, or the same
 * before tax.
 * @param rows relation with the columns of upload_readings
 * @returns null without amounts, or where these are of several currencies
 */
export async function costOfFile(
  rows: string,
  measures: readonly Measure[],
  db: Database,
): Promise<BalanceSummary['file_cost']> {
  const amounts = measures.filter(({ quantity, name, column }) => quantity === 'cost' && isElectric(name, column));
  const taxed = amounts.some(({ name }) => WITH_TAX.test(name));
  const counted = amounts.filter(({ name }) => !(taxed && WITHOUT_TAX.test(name) && !WITH_TAX.test(name)));
  if (counted.length === 0) return null;
  const total = await totalOf(rows, counted, db);
  const added = total ? [total] : counted;
  const currencies = new Set(added.map(({ unit }) => unit));
  const [currency = null] = currencies;
  if (currencies.size !== 1) return null;
  return { amount: added.reduce((sum, each) => sum + Math.round((each.sum ?? 0) * 1e9), 0) / 1e9, currency };
}

const OTHERS = ['gas', 'heat', 'water'] as const;

/** Neither the rows nor the column are of gas, heat or water. */
function isElectric(...texts: readonly string[]): boolean {
  return texts.every((text) => OTHERS.every((other) => !meaningOf(text).concepts.has(other)));
}

/** The one column that is the sum of the others of its time. */
async function totalOf(rows: string, amounts: readonly Measure[], db: Database): Promise<Measure | undefined> {
  const columns = [...new Set(amounts.map(({ column }) => column))];
  if (columns.length < 3) return undefined;
  for (const amount of amounts) {
    const of = (series: string) => `sum(CASE WHEN series = ${literal(series)} THEN value ELSE 0 END)`;
    const all = `list_contains([${amounts.map(({ name }) => literal(name)).join(', ')}], series)`;
    const [row] = await db.rows(
      `SELECT count(*) AS n, count_if(abs(2 * own - every) <= ${ROUNDING} AND own <> 0) AS agree, ` +
        `count_if(own <> 0) AS told FROM (` +
        `SELECT ${of(amount.name)} AS own, sum(value) AS every FROM ${rows} ` +
        `WHERE flow = 'cost' AND ${all} GROUP BY site_id, utc)`,
    );
    if (Number(row?.told) > 0 && Number(row?.agree) >= AGREE * Number(row?.told)) return amount;
  }
  return undefined;
}
