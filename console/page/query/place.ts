/** A place in a statement, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where an error says that it is: Athena begins its reasons with `line 1:8:`. */
export function placeIn(reason: string): Place | undefined {
  const [, line, column] = /\bline (\d+):(\d+)/.exec(reason) ?? [];
  return line === undefined || column === undefined ? undefined : { line: Number(line), column: Number(column) };
}
