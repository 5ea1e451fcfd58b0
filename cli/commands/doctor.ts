import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

export function register(program: Command): void {
  program
    .command('doctor')
    .summary('check this set-up and say how to mend it')
    .description(
      'Checks what the other commands need, and says how to mend what is wrong; with --stack, what is deployed on AWS.',
    )
    .addHelpText('after', '\nExit code: 1 when something is wrong.')
    .action(async (_options: unknown, command: Command) => {
      const options: GlobalOptions = command.optsWithGlobals();
      const { doctorCommand } = await import('../actions/doctor.ts');
      await doctorCommand(options);
    });
}
