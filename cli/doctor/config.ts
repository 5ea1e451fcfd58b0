/** Whether what people said in files below `config/` can be used, and whether all of it reached the lake. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIG_KEYS, PREFIXES } from '../../shared/lake/keys.ts';
import { createLakeStore } from '../../shared/lake/s3-lake.ts';
import { CONFIG_FILES, configFaults } from '../config-files.ts';
import { CONFIG_NAMES } from '../config-names.ts';
import type { Connection } from '../connection.ts';
import { codeOf } from '../errors.ts';
import { commandLine } from '../hints.ts';
import { getText } from '../lake.ts';
import { shownPath } from '../paths.ts';
import type { Finding } from './finding.ts';

const FINE: Finding = { state: 'ok', text: 'The files of config/ can be used' };
const LISTED = 10_000;

export async function checkConfig(connection: Connection): Promise<Finding> {
  return (await faulty(connection)) ?? (await dropped(connection)) ?? FINE;
}

async function faulty(connection: Connection): Promise<Finding | undefined> {
  for (const name of CONFIG_NAMES) {
    const kept = await getText(connection, CONFIG_KEYS[name]);
    const [fault] = kept === undefined ? [] : configFaults(name, kept);
    if (fault === undefined) continue;
    const text = `${CONFIG_KEYS[name]} cannot be used: ${fault}`;
    return { state: 'warning', text, mend: `${CONFIG_FILES[name].document} has an example; ${keepLine(name)}.` };
  }
  return undefined;
}

/** A file that a person put into the folder is no object: nobody would ever read it. */
async function dropped(connection: Connection): Promise<Finding | undefined> {
  const { home, bucket, clients } = connection;
  if (home === undefined) return undefined;
  const folder = join(home, 'lake', bucket, PREFIXES.config);
  const files = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const kept = new Set((await createLakeStore(await clients.s3(), bucket).list(PREFIXES.config, LISTED)).map(keyOf));
  const lost = files.find((file) => file.isFile() && !kept.has(`${PREFIXES.config}${file.name}`));
  if (!lost) return undefined;
  const path = shownPath(join(folder, lost.name));
  const name = CONFIG_NAMES.find((each) => CONFIG_KEYS[each].endsWith(`/${lost.name}`));
  const line =
    lost.name === 'tariffs.json' ? commandLine('tariff FILE') : name === undefined ? undefined : keepLine(name);
  return {
    state: 'warning',
    text: `${path} was put there by hand, and is not read: it is no object of the lake`,
    mend: line === undefined ? 'Take it out of there.' : `Move it to another folder, then: ${line}.`,
  };
}

const keyOf = ({ key }: { readonly key: string }) => key;
const keepLine = (name: string) => commandLine(`config ${name} FILE`);
