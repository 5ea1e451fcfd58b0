import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('formats')
    .summary('list the formats of files that are understood')
    .description(
      'Lists the formats of files that are understood, and how each is distinguished from the others: ' +
        'by content, never by name. ' +
        'Any of them may be compressed with gzip or lie in a zip archive. docs/FORMATS.md has an example of each.',
    )
    .option('--json', 'print one JSON document instead')
    .action(async (options: { json?: true }) => {
      const { formatsCommand } = await import('../actions/formats.ts');
      formatsCommand(options);
    });
}
