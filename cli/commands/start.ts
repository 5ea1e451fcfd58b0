import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

export function register(program: Command): void {
  program
    .command('start', { hidden: true })
    .summary('what npm start runs')
    .description(
      'Serves the local stack until Ctrl-C. When its lake is empty, a sample month is generated, ' +
        'uploaded and followed first.',
    )
    .option('--once', 'end when the run has ended: 0 succeeded or PARTIAL, 1 failed')
    .action(async (_options: unknown, command: Command) => {
      const options: GlobalOptions & { once?: true } = command.optsWithGlobals();
      const { startCommand } = await import('../actions/start.ts');
      await startCommand(options);
    });
}
