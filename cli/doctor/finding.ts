/** What a check of this machine or of a deployed stack answers. */
import type { Connection } from '../connection.ts';
import type { GlobalOptions } from '../options.ts';

/** What a check found. */
export interface Finding {
  /** A warning is worth knowing; something wrong keeps commands from working. */
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly text: string;
  /** What to do about it. */
  readonly mend?: string;
}

export type Check = (options: GlobalOptions) => Promise<Finding | readonly Finding[]>;

/** Asks the stack of a lake. */
export interface StoredCheck {
  /** What it reads, before "cannot be read". */
  readonly reads: string;
  check(connection: Connection): Promise<Finding>;
}
