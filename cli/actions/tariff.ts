import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BILL_KINDS } from '../../shared/energy/bill-kinds.ts';
import { CONFIG_KEYS, priceSeriesKey } from '../../shared/lake/keys.ts';
import { anatomyOf } from '../../shared/tariff/anatomy.ts';
import { CalendarUnknown, holidaysOf } from '../../shared/tariff/holidays.ts';
import { parseTariffs } from '../../shared/tariff/parse.ts';
import { parsePriceSeries } from '../../shared/tariff/price-series.ts';
import { SERIES_NAME } from '../../shared/tariff/rate-schema.ts';
import type { Plan, Version } from '../../shared/tariff/schema.ts';
import { checkedSeries, seriesNamesOf } from '../../shared/tariff/series-of-plans.ts';
import { TariffInvalid } from '../../shared/tariff/tariff-invalid.ts';
import { utcMinute } from '../../shared/text/days.ts';
import { formatCount, formatDay, plural } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { type Connection, withConnection } from '../connection.ts';
import { messageOf, usageError } from '../errors.ts';
import { getText, putText } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { note, print } from '../output/print.ts';
import { table } from '../output/table.ts';
import { personsPath } from '../paths.ts';

export type TariffOptions = GlobalOptions & { readonly check?: true; readonly prices?: true };

/** Checks a file of tariffs, or of prices, and keeps it in the lake; or shows the lake's. */
export async function tariffCommand(file: string | undefined, options: TariffOptions): Promise<void> {
  if (file === undefined) {
    if (options.check || options.prices) throw usageError(`--${options.check ? 'check' : 'prices'} needs a file.`);
    return withConnection(options, showKept);
  }
  return options.prices ? keepPrices(file, options) : keepTariffs(file, options);
}

async function keepTariffs(file: string, options: TariffOptions): Promise<void> {
  const text = await textOf(file);
  const plans = await check(text, file);
  const beside = await seriesBeside(file, plans);
  print(tariffTable(plans));
  if (options.check) return;
  await withConnection(options, async (connection) => {
    for (const name of seriesNamesOf(plans)) {
      const own = beside.get(name);
      if (own === undefined) checking(checkedSeries, await getText(connection, priceSeriesKey(name)), name, plans);
      else await putText(connection, priceSeriesKey(name), own);
    }
    await putText(connection, CONFIG_KEYS.tariffs, text);
    note(`Kept in s3://${connection.bucket}/${CONFIG_KEYS.tariffs}: the next runs price their hours by it.`);
  });
}

/** Price series that stand next to the file of tariffs go into the lake with it. */
async function seriesBeside(file: string, plans: readonly Plan[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of seriesNamesOf(plans)) {
    const text = await readFile(join(dirname(personsPath(file)), name), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    checking(checkedSeries, text, name, plans);
    found.set(name, text);
  }
  return found;
}

/** Keeps a price series; the lake's tariffs that name it are held against it first. */
async function keepPrices(file: string, options: TariffOptions): Promise<void> {
  const name = basename(file);
  if (!SERIES_NAME.test(name)) {
    throw usageError(
      `"${sanitize(name)}" is no name of a price series; use letters and digits, and end it in .csv or .json.`,
    );
  }
  const text = await textOf(file);
  const { starts, ends, prices } = checking(parsePriceSeries, text, name);
  const [first = 0, last = 0] = [starts[0], ends.at(-1)];
  const gaps = starts.filter((start, place) => place > 0 && start !== ends[place - 1]).length;
  print(
    `${name}: ${formatCount(prices.length)} prices from ${utcMinute(first)} to ${utcMinute(last)} UTC, ` +
      `${gaps === 0 ? 'without a gap' : `with ${plural(gaps, 'gap')}`}.`,
  );
  if (options.check) return;
  await withConnection(options, async (connection) => {
    const stored = await getText(connection, CONFIG_KEYS.tariffs);
    if (stored !== undefined) checking(checkedSeries, text, name, await check(stored, CONFIG_KEYS.tariffs));
    await putText(connection, priceSeriesKey(name), text);
    note(`Kept in s3://${connection.bucket}/${priceSeriesKey(name)}.`);
  });
}

function textOf(file: string): Promise<string> {
  return readFile(personsPath(file), 'utf8').catch((error: unknown) => {
    throw usageError(`${sanitize(file)} cannot be read: ${messageOf(error)}.`);
  });
}

async function showKept(connection: Connection): Promise<void> {
  const stored = await getText(connection, CONFIG_KEYS.tariffs);
  if (stored !== undefined) return print(tariffTable(await check(stored, CONFIG_KEYS.tariffs)));
  note(
    'There is no tariff in the lake: every hour has the price of the settings, which is an assumption ' +
      '(ENERGY_TARIFF_RATE, docs/SETTINGS.md).',
  );
}

/** As a run reads it, holidays included. */
async function check(text: string, name: string): Promise<Plan[]> {
  const plans = checking(parseTariffs, text, sanitize(name));
  for (const { country } of plans) {
    if (country !== undefined) await holidaysOf(country, [2026]).catch(refuse);
  }
  return plans;
}

/** A fault of the file is the person's to mend. */
function checking<A extends unknown[], T>(work: (...given: A) => T, ...given: A): T {
  try {
    return work(...given);
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): never {
  if (error instanceof TariffInvalid || error instanceof CalendarUnknown) {
    throw usageError(sanitize(error.message), 'docs/TARIFFS.md has an example.');
  }
  throw error;
}

function tariffTable(plans: readonly Plan[]): string {
  return table(
    [
      { title: 'Tariff' },
      { title: 'Sites' },
      { title: 'Valid' },
      { title: 'Part of the bill' },
      { title: 'Line' },
      { title: 'Price', align: 'right' },
      { title: 'When' },
    ],
    plans.flatMap(({ name, sites, currency, versions }) =>
      versions.flatMap((version) =>
        anatomyOf(version, currency).map((line, place) => [
          ...(place === 0 ? [name, sites.join(', '), validity(version)] : ['', '', '']),
          ...[BILL_KINDS[line.kind].title, line.name, line.price, line.when],
        ]),
      ),
    ),
  );
}

function validity({ from, until }: Version): string {
  return until === undefined ? `from ${formatDay(from)}` : `${formatDay(from)}, until before ${formatDay(until)}`;
}
