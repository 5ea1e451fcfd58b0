import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** The project's folder. */
export const PROJECT = resolve(import.meta.dirname, '..');

const LAKE_FOLDER = '.energy';

/** Where the person stands: npm runs scripts in the project's folder and keeps the person's in INIT_CWD. */
function personsFolder(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

/** @returns the absolute path of a file that the person named */
export function personsPath(file: string): string {
  return resolve(personsFolder(), file);
}

/** A path as the person would write it: relative where that is shorter. */
export function shownPath(path: string): string {
  const short = relative(personsFolder(), path);
  return short !== '' && !short.startsWith('..') && short.length < path.length ? short : path;
}

export interface LakeChoice {
  readonly home: string;
  /** Named by the person, or found where they stand: another lake is not what they mean. */
  readonly chosen: boolean;
}

/** The lake's folder: the one that was named, else `.energy` where the person stands, else the project's own. */
export function chooseLake(named: string | undefined): LakeChoice {
  if (named !== undefined) return { home: personsPath(named), chosen: true };
  const own = join(PROJECT, LAKE_FOLDER);
  const here = personsPath(LAKE_FOLDER);
  if (here !== own && existsSync(here)) return { home: here, chosen: true };
  return { home: own, chosen: false };
}
