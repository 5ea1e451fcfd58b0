/**
 * Tells the function that serves sites of each change of a record, as the rule on AWS does. What it could not do is
 * tried again twice, as Lambda does with what it was handed; the next start of the stack looks at all sites.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { matchesPattern, recordPattern } from '../events/rule.ts';
import { STACK } from './names.ts';
import type { FunctionRuntime, ObjectChange } from './service.ts';
import { toEvent } from './trigger.ts';

const FUNCTION = 'serve-sites';
const PAGE_FUNCTION = 'summarise-sites';
const AGAIN_MS = [1000, 5000];
/** The page of the sites follows so long after a change, once for all that come meanwhile. */
const PAGE_AFTER_MS = 20_000;

export class SiteServing {
  readonly #runtime: FunctionRuntime;
  #closed = false;
  #page: NodeJS.Timeout | undefined;

  constructor(runtime: FunctionRuntime) {
    this.#runtime = runtime;
  }

  /** @returns whether the object is a site's record */
  tell(change: ObjectChange): boolean {
    const event = toEvent(change);
    if (!matchesPattern(recordPattern(STACK.bucket), event)) return false;
    this.#serve(event);
    return true;
  }

  /**
   * Looks at all sites at the start: what changed while nothing served them. One process has the lake open, so whoever
   * had begun with a site before has ended.
   */
  sweep(): void {
    this.#serve({ sweep: true, alone: true });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#page);
  }

  #serve(event: unknown): void {
    this.#tryAgain(FUNCTION, event).then(
      () => this.#renewPage(),
      (error: unknown) => this.#say('Sites are not served as their records are:', error),
    );
  }

  #renewPage(): void {
    if (this.#closed || this.#page !== undefined) return;
    this.#page = setTimeout(() => {
      this.#page = undefined;
      this.#tryAgain(PAGE_FUNCTION, { page: true }).catch((error: unknown) =>
        this.#say('The page of the sites was not made:', error),
      );
    }, PAGE_AFTER_MS).unref();
  }

  #say(what: string, error: unknown): void {
    if (!this.#closed) console.error(what, error);
  }

  async #tryAgain(name: string, event: unknown): Promise<void> {
    for (const pause of [...AGAIN_MS, undefined]) {
      if (this.#closed) return;
      try {
        await this.#runtime.invoke(name, event);
        return;
      } catch (error) {
        if (pause === undefined) throw error;
        await sleep(pause, undefined, { ref: false });
      }
    }
  }
}
