import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { STACK } from '../../local/names.ts';
import { messageFiles } from '../../local/sns.ts';
import { parseJson } from '../../shared/text/parse-json.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { type Connection, withConnection } from '../connection.ts';
import { codeOf, usageError } from '../errors.ts';
import { commandLine } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { table } from '../output/table.ts';
import { servedSites } from '../served-sites.ts';

export interface AlertsOptions extends GlobalOptions {
  readonly all?: true;
  readonly json?: true;
}

export async function alertsCommand(options: AlertsOptions): Promise<void> {
  if (options.all && options.stack !== undefined) {
    throw usageError("SNS keeps no messages: '--all' is for a laptop.", `What is open: ${commandLine('alerts')}`);
  }
  await withConnection(options, (connection) =>
    options.all ? listKept(connection, options) : listOpen(connection, options),
  );
}

/** What people were told of and is not over. */
async function listOpen(connection: Connection, { json }: AlertsOptions): Promise<void> {
  const open = await openAlerts(connection);
  if (json) return print(jsonText(open));
  if (open.length === 0) return note('Nothing is open that people were told of.');
  const columns = [{ title: 'Site' }, { title: 'Since (UTC)' }, { title: 'Severity' }, { title: 'What' }];
  print(
    table(
      columns,
      open.map(({ site, since, severity, subject }) => [site, since, severity, subject]),
    ),
  );
}

async function openAlerts(connection: Connection) {
  const { store, sites } = await servedSites(connection);
  const open = await Promise.all(
    sites.map(async ({ site_id }) =>
      Object.entries(await store.openAlerts(site_id)).map(([kind, alert]) => ({ site: site_id, kind, ...alert })),
    ),
  );
  return open.flat().sort((a, b) => (a.since < b.since ? 1 : -1));
}

const messageSchema = z.object({ time: z.string(), subject: z.string().default(''), message: z.string() });

/** @returns '' where there is no such file */
async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  });
}

/** What the local SNS kept. */
async function listKept({ home }: Connection, { json }: AlertsOptions): Promise<void> {
  if (home === undefined) throw usageError('The messages are kept by a local stack only.', "Leave '--all' out.");
  const texts = await Promise.all(messageFiles(home, STACK.alertsTopic).map(textOf));
  const lines = texts.flatMap((text) => text.split('\n'));
  const messages = lines.flatMap((line) => messageSchema.safeParse(parseJson(line)).data ?? []);
  messages.reverse();
  if (json) return print(jsonText(messages));
  if (messages.length === 0) return note('No message was sent yet.');
  for (const { time, subject, message } of messages) {
    const lines = message.split('\n').map((line) => `  ${sanitize(line)}`);
    print([`${time}  ${sanitize(subject)}`, ...lines].join('\n'));
  }
}
