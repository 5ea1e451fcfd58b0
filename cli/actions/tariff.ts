import { readFile } from 'node:fs/promises';
import { CONFIG_KEYS } from '../../shared/lake/keys.ts';
import { CalendarUnknown, holidaysOf } from '../../shared/tariff/holidays.ts';
import { parseTariffs, TariffInvalid } from '../../shared/tariff/parse.ts';
import type { Plan, Version } from '../../shared/tariff/schema.ts';
import { formatDay } from '../../shared/text/format.ts';
import { type Connection, withConnection } from '../connection.ts';
import { messageOf, usageError } from '../errors.ts';
import { getText } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { note, print } from '../output/print.ts';
import { sanitize } from '../output/sanitize.ts';
import { table } from '../output/table.ts';
import { personsPath } from '../paths.ts';

/** Checks a file of tariffs and keeps it in the lake, or shows the lake's. */
export async function tariffCommand(
  file: string | undefined,
  options: GlobalOptions & { check?: true },
): Promise<void> {
  if (file === undefined) {
    if (options.check) throw usageError('--check needs a file.');
    return withConnection(options, showKept);
  }
  const text = await readFile(personsPath(file), 'utf8').catch((error: unknown) => {
    throw usageError(`${sanitize(file)} cannot be read: ${messageOf(error)}.`);
  });
  const plans = await check(text, file);
  print(tariffTable(plans));
  if (options.check) return;
  await withConnection(options, async (connection) => {
    const [s3, { PutObjectCommand }] = await Promise.all([connection.clients.s3(), import('@aws-sdk/client-s3')]);
    await s3.send(
      new PutObjectCommand({
        Bucket: connection.bucket,
        Key: CONFIG_KEYS.tariffs,
        Body: text,
        ContentType: 'application/json',
      }),
    );
    note(`Kept in s3://${connection.bucket}/${CONFIG_KEYS.tariffs}: the next runs price their hours by it.`);
  });
}

async function showKept(connection: Connection): Promise<void> {
  const stored = await getText(connection, CONFIG_KEYS.tariffs);
  if (stored !== undefined) return print(tariffTable(await check(stored, CONFIG_KEYS.tariffs)));
  note('There is no tariff in the lake: every hour has the price of the settings (docs/SETTINGS.md).');
}

/** As a run reads it, holidays included. */
async function check(text: string, name: string): Promise<Plan[]> {
  try {
    const plans = parseTariffs(text, sanitize(name));
    for (const { country } of plans) if (country !== undefined) await holidaysOf(country, [2026]);
    return plans;
  } catch (error) {
    if (error instanceof TariffInvalid || error instanceof CalendarUnknown) {
      throw usageError(sanitize(error.message), 'docs/TARIFFS.md has an example.');
    }
    throw error;
  }
}

function tariffTable(plans: readonly Plan[]): string {
  return table(
    [
      { title: 'Tariff' },
      { title: 'Sites' },
      { title: 'Valid' },
      { title: 'Prices of a kWh', maxWidth: 60 },
      { title: 'A day', align: 'right' },
      { title: 'Export', align: 'right' },
      { title: 'g CO2', align: 'right' },
    ],
    plans.flatMap(({ name, sites, currency, versions }) =>
      versions.map((version) => [
        name,
        sites.join(', '),
        validity(version),
        prices(version, currency),
        `${version.standing_charge} ${currency}`,
        `${version.export_price} ${currency}`,
        version.co2_g_per_kwh ?? '',
      ]),
    ),
  );
}

function validity({ from, until }: Version): string {
  return until === undefined ? `from ${formatDay(from)}` : `${formatDay(from)}, until before ${formatDay(until)}`;
}

/** Exact, as the file has them. */
function prices({ rates }: Version, currency: string): string {
  return rates.map(({ band, price }) => `${band} ${price} ${currency}`).join(', ');
}
