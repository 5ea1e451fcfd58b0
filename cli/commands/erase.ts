import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

interface Options extends GlobalOptions {
  readonly site: string[];
  readonly yes?: true;
}

const MORE = `
Uploads, readings, tables, reports, quarantine, the record and all results of queries are deleted, each version of them.
Unlike 'remove' nothing brings them back. Without --yes nothing is changed: what there is to erase is printed. With it,
the certificate is printed as JSON: what was erased, by digest and folder, that nothing is left, and what the platform
keeps of it and until when. An upload that tells of other sites, too, is not erased: name them all, or upload it again
without the site.

Examples:
  energy erase --site cabin
  energy erase --site cabin --yes > certificate.json`;

export function register(program: Command): void {
  program
    .command('erase')
    .summary('delete everything of a site for good')
    .description('Shows what the lake holds of a site; --yes deletes all versions of it and prints a certificate.')
    .requiredOption('--site <site>', 'a site; may be given several times', collected, [])
    .option('--yes', 'do it')
    .addHelpText('after', MORE)
    .action(async (_options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { eraseCommand } = await import('../actions/erase.ts');
      await eraseCommand(options);
    });
}

function collected(site: string, others: readonly string[]): string[] {
  return [...others, site];
}
