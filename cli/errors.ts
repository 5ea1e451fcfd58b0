/** Exit codes of every command, as docs/COMMANDS.md lists them. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** An end that a person can understand: what happened and where, and what to do about it. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly hint: string | undefined;
  readonly exitCode: number;
  constructor(message: string, options: ErrorOptions & { hint?: string; exitCode?: number } = {}) {
    super(message, options);
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? EXIT.failed;
  }
}

/** The call itself was wrong. */
export function usageError(message: string, hint = "'--help' after the command shows what it takes."): CliError {
  return new CliError(message, { hint, exitCode: EXIT.usage });
}

/** @returns the `code` of a Node error such as ENOENT, or an empty text */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** The name of an AWS error, or an empty text. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
