import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';
import { uploadOptions } from './run.ts';

interface Options extends GlobalOptions {
  readonly timeZone?: string;
  readonly siteId?: string;
  readonly layout?: string;
}

export function register(program: Command): void {
  uploadOptions(program.command('upload'))
    .summary('upload files without waiting for their runs')
    .description("Uploads each file and names the run that it started; 'energy show RUN' tells how it goes.")
    .action(async (files: string[], _options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { uploadCommand } = await import('../actions/upload.ts');
      await uploadCommand(files, options);
    });
}
