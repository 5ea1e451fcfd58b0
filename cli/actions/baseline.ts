/** `energy baseline`: what a site uses at which temperature, and what it has saved since. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { weatherKey } from '../../shared/lake/keys.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { baselineResult, type Periods } from '../baseline/result.ts';
import { siteDays, uploadedTemperatures, zoneOf } from '../baseline/site-days.ts';
import { siteFacts } from '../baseline/site-facts.ts';
import { type DailyTemperatures, parseTemperatures } from '../baseline/temperature-file.ts';
import { baselineText } from '../baseline/text.ts';
import { type Connection, withConnection } from '../connection.ts';
import { codeOf, messageOf, usageError } from '../errors.ts';
import { getText, putText } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { personsPath } from '../paths.ts';

export type BaselineOptions = GlobalOptions &
  Periods & {
    readonly site?: string;
    readonly weather?: string;
    readonly column?: string;
    readonly keep?: true;
    readonly json?: true;
  };

/** What a file of weather may be called in the lake. */
const NAME = /^[\w.-]{1,100}$/;

export async function baselineCommand(options: BaselineOptions): Promise<void> {
  if (options.keep && options.weather === undefined) throw usageError('--keep needs --weather.');
  await withConnection(options, async (connection) => {
    const days = await siteDays(connection, options.site);
    const timeZone = await zoneOf(connection, days.site);
    const temperatures = await temperaturesOf(connection, days.site, timeZone, options);
    const facts = (await siteFacts(connection))(days.site);
    const result = baselineResult(days, temperatures, options, facts);
    print(options.json ? jsonText(result) : baselineText(result));
  });
}

/** The person's file, else one of this name in the lake, else what the uploads have. */
async function temperaturesOf(
  connection: Connection,
  site: string,
  timeZone: string,
  { weather, column, keep }: BaselineOptions,
): Promise<DailyTemperatures> {
  if (weather === undefined) return uploadedTemperatures(connection, site, column);
  const name = basename(weather);
  const own = await readFile(personsPath(weather), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw usageError(`${sanitize(weather)} cannot be read: ${messageOf(error)}.`);
  });
  const text = own ?? (NAME.test(weather) ? await getText(connection, weatherKey(weather)) : undefined);
  if (text === undefined) throw usageError(`There is no file ${sanitize(weather)}, here or in the lake.`);
  const temperatures = parseTemperatures(text, sanitize(name), timeZone, column);
  if (keep && own !== undefined) await keepWeather(connection, name, own);
  return temperatures;
}

async function keepWeather(connection: Connection, name: string, text: string): Promise<void> {
  if (!NAME.test(name)) throw usageError(`"${sanitize(name)}" is no name for the lake; use letters, digits, - and _.`);
  const key = weatherKey(name);
  await putText(connection, key, text);
  note(`Kept in s3://${connection.bucket}/${key}: --weather ${name} finds it.`);
}
