/** A day that the name of a file has and its times lack. */
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import type { InputRejected } from '../../../shared/runtime/errors.ts';
import { question } from './question.ts';

/** `usage-2026-10-12.csv`, `20261012.csv`, `Heating_12.10.2026_24h.csv`. */
const YEAR_FIRST = /(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])(?!\d)/;
const DAY_FIRST = /(?<!\d)([0-2]\d|3[01])\.(0[1-9]|1[0-2])\.(20\d\d)(?!\d)/;

/**
 * @param path of the file; its name counts
 * @returns asks whether its times of day are of the day in its name; undefined for a name without one
 */
export function dateQuestion(path: string, settings: LayoutSettings): InputRejected | undefined {
  const name = path.split('/').at(-1) ?? '';
  const parts = YEAR_FIRST.exec(name)?.slice(1) ?? DAY_FIRST.exec(name)?.slice(1).toReversed();
  if (!parts) return undefined;
  return question(
    'LAYOUT_AMBIGUOUS',
    'The times of the file are times of day, and nothing in it says of which day they are. ' +
      `A day stands in its name, ${JSON.stringify(name)}.`,
    [{ means: 'they are of the day in the name', setting: { date: parts.join('-') } }],
    settings,
  );
}
