/**
 * The task of a page's main thread that works longest. On a machine that does other work besides, the clock goes on
 * while a task waits for a processor: what it worked is told apart from how long it took.
 */
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { rounded } from '../measure.ts';

export interface LongestTask {
  /** Time of a processor. */
  readonly worked_ms: number;
  /** By the clock. */
  readonly took_ms: number;
}

const TASK = 'ThreadControllerImpl::RunTask';
/** Happens in the main thread of a page only. */
const OF_MAIN_THREAD = 'Layout';
/** Times in microseconds; `tdur` is that of the thread. */
const eventSchema = z.object({
  name: z.string().optional(),
  pid: z.number().optional(),
  tid: z.number().optional(),
  dur: z.number().default(0),
  tdur: z.number().default(0),
});
const traceSchema = z.object({ traceEvents: z.array(eventSchema) });

/** @throws Error where nothing was seen */
export async function longestTask(browser: Browser, page: Page, act: () => Promise<void>): Promise<LongestTask> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  await act();
  const { traceEvents } = traceSchema.parse(JSON.parse((await browser.stopTracing()).toString()));
  const threadOf = ({ pid, tid }: z.infer<typeof eventSchema>) => `${pid} ${tid}`;
  const main = new Set(traceEvents.filter(({ name }) => name === OF_MAIN_THREAD).map(threadOf));
  const tasks = traceEvents.filter((event) => event.name === TASK && main.has(threadOf(event)));
  const [longest] = tasks.toSorted((a, b) => b.tdur - a.tdur);
  if (!longest) throw new Error('The browser told of no task of the page.');
  return { worked_ms: rounded(longest.tdur / 1000, 0), took_ms: rounded(longest.dur / 1000, 0) };
}
