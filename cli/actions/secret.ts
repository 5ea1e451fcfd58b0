import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { utcMinute } from '../../shared/text/days.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { withConnection } from '../connection.ts';
import { nameOf, usageError } from '../errors.ts';
import type { GlobalOptions } from '../options.ts';
import { readHidden } from '../output/hidden.ts';
import { note, print } from '../output/print.ts';
import { table } from '../output/table.ts';

/** Keeps a secret, or lists the names of those that are there. */
export async function secretCommand(name: string | undefined, options: GlobalOptions): Promise<void> {
  if (name === undefined) {
    return withConnection(options, async ({ clients }) => listSecrets(await clients.secrets()));
  }
  const value = (await readHidden(`Value of ${sanitize(name)} (it is not shown): `)).trim();
  if (value === '') throw usageError('There is no value.', 'Type it, or give it on stdin.');
  await withConnection(options, async ({ clients }) => {
    await keep(await clients.secrets(), name, value);
    note(`Kept as ${sanitize(name)}. ENERGY_INSIGHTS_SECRET=${sanitize(name)} makes the runs use it.`);
  });
}

async function keep(client: SecretsManagerClient, name: string, value: string): Promise<void> {
  const { CreateSecretCommand, PutSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
  try {
    await client.send(new CreateSecretCommand({ Name: name, SecretString: value }));
  } catch (error) {
    if (nameOf(error) !== 'ResourceExistsException') throw error;
    await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
  }
}

async function listSecrets(client: SecretsManagerClient): Promise<void> {
  const { paginateListSecrets } = await import('@aws-sdk/client-secrets-manager');
  const rows: string[][] = [];
  for await (const { SecretList = [] } of paginateListSecrets({ client }, {})) {
    for (const { Name = '', LastChangedDate } of SecretList) {
      rows.push([sanitize(Name), LastChangedDate ? utcMinute(LastChangedDate) : '']);
    }
  }
  if (rows.length === 0) return note('There is no secret.');
  print(table([{ title: 'Secret' }, { title: 'Changed (UTC)' }], rows));
}
