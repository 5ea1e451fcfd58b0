import { CommanderError } from 'commander';
import { sanitize, sanitizeLines } from '../shared/text/sanitize.ts';
import { CliError, EXIT, messageOf, nameOf } from './errors.ts';
import { commandLine } from './hints.ts';
import { isInterrupted } from './interrupt.ts';
import { paint } from './output/style.ts';
import { createProgram } from './program.ts';

/** Says what went wrong, in a sentence or two. @returns the exit code */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const stderr = process.stderr;
  const message =
    error instanceof CliError ? error.message : `${sanitize(nameOf(error))}: ${sanitize(messageOf(error))}`;
  stderr.write(`${paint('error:', 'red', stderr)} ${sanitizeLines(message)}\n`);
  const hint = error instanceof CliError ? error.hint : `'${commandLine('doctor')}' checks this set-up.`;
  if (hint !== undefined) stderr.write(`${sanitizeLines(hint)}\n`);
  if (process.env.DEBUG === 'energy' && error instanceof Error) stderr.write(`${sanitizeLines(error.stack ?? '')}\n`);
  return error instanceof CliError ? error.exitCode : EXIT.failed;
}

// The reader of a pipe may stop early (head, less): that is no error.
process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

try {
  const program = createProgram();
  if (process.argv.length > 2) await program.parseAsync();
  else program.outputHelp();
} catch (error) {
  // What Ctrl-C broke off fails in ways that say nothing.
  if (!isInterrupted()) process.exitCode = explain(error);
}
