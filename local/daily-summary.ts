/**
 * Has yesterday summarised when the day turns, and at the start where nothing served when it did. On AWS, EventBridge
 * Scheduler does so in the morning. The function itself passes over a day that is summarised already.
 */
import { dayIn } from '../shared/text/days.ts';
import type { FunctionRuntime } from './service.ts';

const FUNCTION = 'summarise-sites';
/** A laptop that slept over midnight looks soon after it wakes. */
const LOOK_MS = 60_000;

/** @param zone whose days they are. @returns what ends it */
export function summariseDaily(runtime: FunctionRuntime, zone: string): () => void {
  let today = '';
  let closed = false;
  const look = () => {
    const day = dayIn(zone, new Date());
    if (day === today) return;
    today = day;
    runtime.invoke(FUNCTION, { unlessKept: true }).catch((error: unknown) => {
      if (!closed) console.error('The day was not summarised:', error);
    });
  };
  const timer = setInterval(look, LOOK_MS).unref();
  look();
  return () => {
    closed = true;
    clearInterval(timer);
  };
}
