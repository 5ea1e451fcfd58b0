/** A long list that is read a page at a time. */
import { useCallback, useEffect, useState } from 'react';
import type { Refused } from '../api.ts';
import { refusalOf } from '../asked.ts';

export interface Slices<T, P> {
  readonly items: readonly T[];
  /** The newest answer, whatever else it says. */
  readonly last: P | undefined;
  readonly refused: Refused | undefined;
  readonly more: () => void;
}

/**
 * @param ask for the items from a place on; memoized
 * @param itemsOf an answer
 */
export function useSlices<T, P>(ask: (from: number) => Promise<P>, itemsOf: (answer: P) => readonly T[]): Slices<T, P> {
  const [items, setItems] = useState<readonly T[]>([]);
  const [last, setLast] = useState<P>();
  const [refused, setRefused] = useState<Refused>();

  const read = useCallback(
    async (before: readonly T[], isWanted: () => boolean) => {
      try {
        const answer = await ask(before.length);
        if (!isWanted()) return;
        setItems([...before, ...itemsOf(answer)]);
        setLast(answer);
        setRefused(undefined);
      } catch (error) {
        if (isWanted()) setRefused(refusalOf(error));
      }
    },
    [ask, itemsOf],
  );

  useEffect(() => {
    let wanted = true;
    void read([], () => wanted);
    return () => {
      wanted = false;
    };
  }, [read]);

  return { items, last, refused, more: () => void read(items, () => true) };
}
