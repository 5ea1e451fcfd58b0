import { Argument, type Command } from 'commander';
import { LAMBDA_FUNCTIONS } from '../../shared/runtime/lambda-functions.ts';
import type { GlobalOptions } from '../options.ts';

export function register(program: Command): void {
  program
    .command('invoke')
    .summary('call one function with an event from a file')
    .description(
      'Calls the real handler of one function, as the state machine would, ' +
        'and prints what it returns; its log goes to stderr.',
    )
    .addArgument(new Argument('<function>', 'which one').choices(Object.keys(LAMBDA_FUNCTIONS)))
    .requiredOption('--event <file>', "JSON file with the function's input; '-' reads stdin")
    .addHelpText('after', '\nExit code: 1 when the function fails; its error is printed as Lambda reports it.')
    .action(async (name: string, _options: unknown, command: Command) => {
      const options: GlobalOptions & { event: string } = command.optsWithGlobals();
      const { invokeCommand } = await import('../actions/invoke.ts');
      await invokeCommand(name, options);
    });
}
