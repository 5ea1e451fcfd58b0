/** Parameters that several routes take, each with its limits. */
import { z } from '@hono/zod-openapi';
import { siteIdSchema } from '../../shared/settings/settings.ts';
import { dayAfter, MS_PER_DAY } from '../../shared/text/days.ts';
import { Problem } from './problem.ts';

// Made anew: one that was made before the library came has no `openapi`.
export const siteParameter = siteIdSchema
  .describe('A site')
  .openapi({ param: { name: 'site_id', in: 'path' }, example: 'home' });

const instant = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: 'must be a day such as 2026-10-01, or a time such as 2026-10-01T12:00:00Z',
});

/** An instant, or a day, which stands for its first one in UTC. */
const timeParameter = (description: string, example: string) =>
  instant.openapi({ type: 'string', description, example });

export const fromParameter = timeParameter('First instant, or first day (UTC)', '2026-10-01');
export const toParameter = timeParameter('The instant, or the day, that is not in it any more (UTC)', '2026-10-02');
export const dayParameter = (description: string, example: string) =>
  z.iso.date().openapi({ type: 'string', format: 'date', description, example });

/** Items of a page at most. */
export const MOST_AT_ONCE = 1000;
/** Of lists that nobody reads whole. */
export const USUAL_PAGE = 100;

/** @param usual how many come where nothing is said */
export const limitParameter = (usual: number) =>
  z.coerce.number().int().min(1).max(MOST_AT_ONCE).default(usual).openapi({
    type: 'integer',
    description: 'At most this many at once',
    minimum: 1,
    maximum: MOST_AT_ONCE,
    example: 100,
  });
export const cursorParameter = z
  .string()
  .max(4096)
  .optional()
  .openapi({ description: '`next` of the answer before, to go on from there' });

/** The first and the last local day, both in it. @throws Problem as `checkSpan` */
export function checkDays(from: string, to: string, longestDays: number): void {
  if (from > to) throw new Problem(400, `\`to\` (${to}) must not be before \`from\` (${from}).`);
  checkSpan(from, dayAfter(to, 1), longestDays);
}

/** @throws Problem 400 where it is empty, 413 where it is longer than may be asked for */
export function checkSpan(from: string, to: string, longestDays: number): void {
  const days = (Date.parse(to) - Date.parse(from)) / MS_PER_DAY;
  if (!(days > 0)) throw new Problem(400, `\`to\` (${to}) must be later than \`from\` (${from}).`);
  if (days > longestDays) {
    throw new Problem(413, `${Math.ceil(days)} days are asked for; at most ${longestDays} can be at once.`);
  }
}
