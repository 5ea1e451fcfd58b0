/** `config/sites.json`: what people say of their sites, by pattern, in which `*` stands for any characters. */
import { z } from 'zod';
import { type SiteFacts, sitesSchema } from '../../shared/baseline/indicators.ts';
import { CONFIG_KEYS } from '../../shared/lake/keys.ts';
import { parseJson } from '../../shared/text/parse-json.ts';
import { fitsPattern } from '../../shared/text/wildcard.ts';
import type { Connection } from '../connection.ts';
import { CliError } from '../errors.ts';
import { commandLine } from '../hints.ts';
import { getText } from '../lake.ts';

/**
 * @returns the facts of a site; the first pattern that fits holds
 * @throws CliError where the file is not what it must be
 */
export async function siteFacts(connection: Connection): Promise<(site: string) => SiteFacts> {
  const text = await getText(connection, CONFIG_KEYS.sites);
  if (text === undefined) return () => ({});
  const parsed = sitesSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new CliError(`${CONFIG_KEYS.sites} is not what it must be: ${z.prettifyError(parsed.error)}`, {
      hint: `docs/METHODS.md, Baseline, has an example; ${commandLine('config sites FILE')} checks and keeps one.`,
    });
  }
  const patterns = Object.entries(parsed.data);
  return (site) => patterns.find(([pattern]) => fitsPattern(site, pattern))?.[1] ?? {};
}
