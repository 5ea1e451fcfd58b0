/** `energy datasets`: what is published, and which of it does not count. */
import { z } from 'zod';
import { formatCount, formatPeriod } from '../../shared/text/format.ts';
import { listed } from '../../shared/text/listed.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { queryRows } from '../athena.ts';
import { withConnection } from '../connection.ts';
import { commandLine, shellWord } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { producedText, usedText } from '../output/energies.ts';
import { note, print } from '../output/print.ts';
import { table } from '../output/table.ts';
import { readShadows, settling, shadowSentence } from '../shadows.ts';

const number = z.coerce.number();
const energy = number.nullable();
/** Joined by line breaks, which no name has; empty where the manifest does not say. */
const names = z
  .string()
  .nullable()
  .transform((text) => (text ?? '').split('\n').filter((name) => name !== ''));
const datasetSchema = z
  .tuple([z.string(), z.string(), z.string(), z.string(), number, energy, energy, names, names])
  .transform(([dataset, key, from, to, readings, used, produced, bases, sites]) => ({
    ...{ dataset, key, from, to, readings, used, produced, bases, sites },
  }));

const DATASETS = `
  SELECT dataset, key, published.period."from", published.period."to", published.readings.accepted,
    published.consumption_kwh, published.generation_kwh,
    array_join(published.bases, '\n'), array_join(published.sites, '\n')
  FROM datasets WHERE published IS NOT NULL ORDER BY 3, 1`;

const copySchema = z
  .tuple([z.string(), z.string(), z.string()])
  .transform(([dataset, key, first]) => ({ dataset, key, first }));
/** The last that became of an upload stands first. */
const COPIES = `
  SELECT dataset, key, outcomes[1].copy_of FROM datasets
  WHERE published IS NULL AND cardinality(outcomes) > 0 AND outcomes[1].outcome = 'DUPLICATE' ORDER BY 1`;

/** Sites of an upload that are named. */
const NAMED = 2;

export async function datasetsCommand(options: GlobalOptions): Promise<void> {
  await withConnection(options, async (connection) => {
    const datasets = z.array(datasetSchema).parse(await queryRows(connection, DATASETS));
    if (datasets.length === 0) {
      note(`Nothing is published yet. Begin with: ${commandLine('run FILE')}`);
      return;
    }
    const right = { align: 'right' } as const;
    const several = new Set(datasets.flatMap(({ sites }) => sites)).size > 1;
    print(
      table(
        [
          { title: 'Dataset' },
          ...(several ? [{ title: 'Site', maxWidth: 30 }] : []),
          { title: 'Period' },
          { title: 'Readings', ...right },
          { title: 'Used', ...right },
          { title: 'Produced', ...right },
          { title: 'Upload', maxWidth: 50 },
        ],
        datasets.map(({ dataset, key, from, to, readings, used, produced, bases, sites }) => [
          ...[dataset, ...(several ? [listed(sites, NAMED)] : []), formatPeriod(from, to), formatCount(readings)],
          ...[usedText(used, bases), producedText(produced, bases), key],
        ]),
      ),
    );
    for (const { dataset, key, first } of z.array(copySchema).parse(await queryRows(connection, COPIES)))
      print(
        `\n${sanitize(
          `${dataset} (${key}) is a copy: ${first} has the same bytes, and they count once. ` +
            `To forget it: ${commandLine(`remove ${shellWord(dataset)}`)}.`,
        )}`,
      );
    for (const each of await readShadows(connection)) print(`\n${sanitize(shadowSentence(each))}\n${settling(each)}`);
  });
}
