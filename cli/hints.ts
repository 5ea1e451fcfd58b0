/** How a person calls the command, for hints that can be copied. */
export function commandLine(rest: string): string {
  return `npm run -s energy -- ${rest}`;
}

/** A word that a shell takes as it stands, quoted where it would not. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** As much of a run's name as a person needs to type. */
export function shortRun(run: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(run) ? run.slice(0, 8) : run;
}
