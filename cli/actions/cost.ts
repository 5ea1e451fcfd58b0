import { readFileSync } from 'node:fs';
import { PRICES } from '../../shared/list-prices.ts';
import { MS_PER_DAY } from '../../shared/text/days.ts';
import { formatCount } from '../../shared/text/format.ts';
import { MINUTE_MS } from '../../shared/time-units.ts';
import { type CostLine, LAMBDA_SLOWDOWN, monthCost, total, uploadCost } from '../cost/estimate.ts';
import { type Measured, measuredSchema } from '../cost/shape.ts';
import { MEASURED } from '../cost/step-seconds.ts';
import { USUAL_FEED } from '../generate/feed.ts';
import { bytes } from '../output/format.ts';
import { jsonText } from '../output/json.ts';
import { print } from '../output/print.ts';
import { paint } from '../output/style.ts';
import { table } from '../output/table.ts';

export interface CostOptions {
  readonly uploads: number;
  readonly warm?: true;
  readonly json?: true;
}

/** What the sample month's upload is to stay under, US dollars. */
const TARGET_DOLLARS = 0.001;

export function costCommand(options: CostOptions): void {
  const measured = measuredSchema.parse(JSON.parse(readFileSync(MEASURED, 'utf8')));
  const start = options.warm ? 'warm' : 'cold';
  const upload = uploadCost(measured.sampleMonth, start);
  const larger = uploadCost(measured.larger, start);
  const month = monthCost(measured.sampleMonth, options.uploads, start);
  const feed = monthCost(measured.feed, FEED_UPLOADS, 'warm', { sites: USUAL_FEED.sites, intervals: 1 });
  if (options.json) {
    print(jsonText({ prices: PRICES, measured, upload, larger, month, feed, targetDollars: TARGET_DOLLARS }));
    return;
  }
  const { sampleMonth } = measured;
  const isMet = total(upload) < TARGET_DOLLARS;
  print(
    paint(`One upload: the sample month, ${formatCount(sampleMonth.rows)} rows, ${bytes(sampleMonth.bytes)}`, 'bold'),
  );
  print(costTable(upload, CENTS, larger));
  print(
    `Target: under ${TARGET_DOLLARS * 100} US cent. ${isMet ? 'Met' : paint('Missed', 'red')} ` +
      `with ${CENTS.show(total(upload))}.`,
  );
  print('');
  print(paint(`A month with ${formatCount(options.uploads)} such uploads`, 'bold'));
  print(costTable(month, DOLLARS));
  print('');
  print(
    paint(
      `A month of a feed: ${USUAL_FEED.sites} sites, every ${USUAL_FEED.minutes} minutes, ` +
        `${formatCount(FEED_UPLOADS)} uploads, functions loaded before`,
      'bold',
    ),
  );
  print(costTable(feed, DOLLARS));
  print(
    `An upload of it reads ${measured.feed.reads} objects and writes ${measured.feed.writes}: of each site its ` +
      'record, the months that change, and the four weeks before, which say what is usual. The reads are ' +
      `${DOLLARS.show(FEED_UPLOADS * measured.feed.reads * PRICES.s3Read)} US dollars of the uploads.`,
  );
  print('');
  print(explain(measured, options));
}

/** Of a month of 30 days. */
const FEED_UPLOADS = (30 * MS_PER_DAY) / (USUAL_FEED.minutes * MINUTE_MS);

interface Money {
  readonly title: string;
  show(dollars: number): string;
}

const CENTS: Money = { title: 'US cents', show: (dollars) => (dollars * 100).toFixed(4) };
const DOLLARS: Money = { title: 'US dollars', show: (dollars) => dollars.toFixed(4) };

/** @param larger the same lines of the larger file, for a column of its own */
function costTable(lines: readonly CostLine[], money: Money, larger: readonly CostLine[] = []): string {
  const sums = { part: 'Together', quantity: '', unit: '', dollars: total(lines), basis: '', growsWith: '' };
  const rows = [...lines.map((line) => ({ ...line, quantity: amount(line.quantity) })), sums].map((line, at) => [
    line.part,
    line.quantity,
    line.unit,
    money.show(line.dollars),
    ...(larger.length > 0 ? [money.show(larger[at]?.dollars ?? total(larger))] : []),
    line.basis,
    line.growsWith,
  ]);
  return table(
    [
      { title: 'Part' },
      { title: 'Quantity', align: 'right' },
      { title: 'Unit' },
      { title: money.title, align: 'right' },
      ...(larger.length > 0 ? [{ title: 'Larger file', align: 'right' } as const] : []),
      { title: 'Quantity is' },
      { title: 'Grows with' },
    ],
    rows,
  );
}

function explain(measured: Measured, { warm }: CostOptions): string {
  const { larger } = measured;
  return [
    `Prices: list prices of ${PRICES.region}, ${PRICES.date}, without free tiers (shared/list-prices.ts).`,
    `Measured: ${measured.date}, ${measured.machine}, ` +
      `on the bundles that are deployed; ${warm ? 'functions loaded before' : 'every function loaded anew'}.`,
    `Assumed: a second there is ${LAMBDA_SLOWDOWN} seconds on Lambda; X-Ray keeps every trace; a month's fixed parts.`,
    `Larger file: ${formatCount(larger.rows)} rows, ${bytes(larger.bytes)}. ` +
      `Only Lambda's time and the storage grow with rows.`,
    'What lowers it: fewer, larger uploads (loading code is most of the time of a small one); ' +
      'less memory in shared/runtime/lambda-functions.ts for',
    'small files; logging errors only (infra/workflow.ts); fewer alarms, which are most of a quiet month.',
  ].join('\n');
}

function amount(quantity: number): string {
  return Number.isInteger(quantity) ? formatCount(quantity) : quantity.toPrecision(3);
}
