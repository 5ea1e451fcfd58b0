/** `energy config`: the files below `config/` that people write, checked before the lake takes them. */
import { readFile } from 'node:fs/promises';
import { CONFIG_KEYS } from '../../shared/lake/keys.ts';
import { plural } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { CONFIG_FILES, configFaults } from '../config-files.ts';
import { CONFIG_NAMES, type ConfigName } from '../config-names.ts';
import { type Connection, withConnection } from '../connection.ts';
import { CliError, messageOf, usageError } from '../errors.ts';
import { commandLine } from '../hints.ts';
import { getText, putText } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { note, print } from '../output/print.ts';
import { table } from '../output/table.ts';
import { personsPath } from '../paths.ts';

export type ConfigOptions = GlobalOptions & { readonly check?: true };

export async function configCommand(
  name: ConfigName | undefined,
  file: string | undefined,
  options: ConfigOptions,
): Promise<void> {
  if (options.check && file === undefined) throw usageError('--check needs a file.');
  if (name === undefined) return withConnection(options, listKept);
  if (file === undefined) return withConnection(options, (connection) => showKept(connection, name));
  const text = await readFile(personsPath(file), 'utf8').catch((error: unknown) => {
    throw usageError(`${sanitize(file)} cannot be read: ${messageOf(error)}.`);
  });
  const faults = configFaults(name, text);
  if (faults.length > 0) {
    throw usageError(
      [
        `${sanitize(file)} is not what ${CONFIG_KEYS[name]} must be.`,
        ...faults.map((each) => `  ${sanitize(each)}`),
      ].join('\n'),
      `${CONFIG_FILES[name].document} has an example.`,
    );
  }
  if (options.check) return note(`${sanitize(file)} can be used.`);
  await withConnection(options, async (connection) => {
    await putText(connection, CONFIG_KEYS[name], text);
    note(`Kept in s3://${connection.bucket}/${CONFIG_KEYS[name]}: it holds from now on.`);
  });
}

async function listKept(connection: Connection): Promise<void> {
  const rows = await Promise.all(
    CONFIG_NAMES.map(async (name) => {
      const text = await getText(connection, CONFIG_KEYS[name]);
      const faults = text === undefined ? [] : configFaults(name, text);
      const state = text === undefined ? 'none' : faults.length === 0 ? 'kept' : plural(faults.length, 'fault');
      return [name, CONFIG_FILES[name].about, state, CONFIG_FILES[name].document];
    }),
  );
  print(
    table([{ title: 'Name' }, { title: 'What it says' }, { title: 'In the lake' }, { title: 'Described in' }], rows),
  );
  note(`Tariffs have a command of their own: ${commandLine('tariff')}`);
}

/** @throws CliError where what is kept cannot be used */
async function showKept(connection: Connection, name: ConfigName): Promise<void> {
  const text = await getText(connection, CONFIG_KEYS[name]);
  if (text === undefined) return note(`The lake has no ${CONFIG_KEYS[name]}.`);
  print(sanitizeLines(text));
  const faults = configFaults(name, text);
  if (faults.length === 0) return;
  throw new CliError(`${CONFIG_KEYS[name]} cannot be used: ${faults.map((each) => sanitize(each)).join('; ')}`, {
    hint: `${CONFIG_FILES[name].document} has an example; ${commandLine(`config ${name} FILE`)} keeps another one.`,
  });
}

function sanitizeLines(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => sanitize(line))
    .join('\n');
}
