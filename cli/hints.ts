/** Commands that a person can copy from what is printed: they work on what the command that prints them worked on. */

import { energyCommand } from '../shared/text/command.ts';

/** Where a command works, as the person said it on the command line; undefined for what was not said. */
export interface Place {
  readonly lake?: string | undefined;
  readonly port?: number | undefined;
  readonly endpoint?: string | undefined;
  readonly stack?: string | undefined;
}

let place: Place = {};

/** Every hint from now on repeats these options. */
export function hintsFor(said: Place): void {
  place = said;
}

/**
 * A command line that does what it says when it is pasted.
 * @param other where it works instead, option by option
 */
export function commandLine(rest: string, other: Place = {}): string {
  const { lake, port, endpoint, stack } = { ...place, ...other };
  const options = Object.entries({ lake, port, endpoint, stack }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${shellWord(String(value))}`],
  );
  return energyCommand([rest, ...options].join(' '));
}

const HIGHEST_PORT = 65_535;

/** The console of a stack may have the port beside it. */
const PORTS_APART = 10;

/** A port near one that is taken. */
export function otherPort(port: number): number {
  return port + PORTS_APART <= HIGHEST_PORT ? port + PORTS_APART : port - PORTS_APART;
}

/** A word that a shell takes as it stands, quoted where it would not. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** As much of a run's name as a person needs to type. */
export function shortRun(run: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(run) ? run.slice(0, 8) : run;
}
