/** Asking the server from a component: once, or again and again while something changes. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { Refused } from './api.ts';

export interface Asked<T> {
  readonly value: T | undefined;
  readonly refused: Refused | undefined;
  /** Asks at once. */
  readonly again: () => void;
}

/**
 * @param ask what is asked; memoized, since another one begins anew
 * @param pauseOf milliseconds until it is asked again, by the answer; undefined for never
 */
export function useAsked<T>(ask: () => Promise<T>, pauseOf: (value: T | undefined) => number | undefined): Asked<T> {
  const [value, setValue] = useState<T>();
  const [refused, setRefused] = useState<Refused>();
  const [round, setRound] = useState(0);
  const pause = useRef(pauseOf);
  pause.current = pauseOf;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks the same again.
  useEffect(() => {
    let timer: number | undefined;
    let over = false;
    const next = (found: T | undefined) => {
      const milliseconds = pause.current(found);
      if (over || milliseconds === undefined) return;
      timer = window.setTimeout(run, milliseconds);
    };
    const run = () => {
      // Nobody looks: ask when somebody does.
      if (document.hidden) {
        document.addEventListener('visibilitychange', run, { once: true });
        return;
      }
      ask().then(
        (found) => {
          if (over) return;
          setValue(found);
          setRefused(undefined);
          next(found);
        },
        (error: unknown) => {
          if (over) return;
          setRefused(refusalOf(error));
          next(undefined);
        },
      );
    };
    run();
    return () => {
      over = true;
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', run);
    };
  }, [ask, round]);

  const again = useCallback(() => setRound((before) => before + 1), []);
  return { value, refused, again };
}

export function refusalOf(error: unknown): Refused {
  if (error instanceof Refused) return error;
  return new Refused(error instanceof Error ? error.message : String(error), null);
}

/** The time, every second while `ticking`. */
export function useNow(ticking: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!ticking) return;
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, [ticking]);
  return now;
}
