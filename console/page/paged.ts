/** Long lists that are searched and read page by page. */
import { useCallback, useEffect, useState } from 'react';
import type { Refused } from './api.ts';
import { refusalOf, useAsked } from './asked.ts';

const TYPING_MS = 250;

/** What is typed, and what of it is searched for: nobody waits for each letter. */
export function useTyped(): { readonly typed: string; readonly type: (text: string) => void; readonly search: string } {
  const [typed, type] = useState('');
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = window.setTimeout(() => setSearch(typed), TYPING_MS);
    return () => window.clearTimeout(timer);
  }, [typed]);
  return { typed, type, search };
}

export interface Paged<Page> {
  /** The first page as it is now, then each one as it was read; what has moved on may be in two of them. */
  readonly pages: readonly Page[];
  readonly refused: Refused | undefined;
  /** Asks for the first page at once. */
  readonly again: () => void;
  /** Why the last page could not be read. */
  readonly failed: Refused | undefined;
  readonly more: () => void;
}

/**
 * @param ask for the page behind these; memoized, since another one begins anew
 * @param pauseMs until the first page is asked for again; undefined for never
 */
export function usePaged<Page>(ask: (before: readonly Page[]) => Promise<Page>, pauseMs?: number): Paged<Page> {
  const { value, refused, again } = useAsked(
    useCallback(() => ask([]), [ask]),
    () => pauseMs,
  );
  const [read, setRead] = useState<readonly Page[]>([]);
  const [failed, setFailed] = useState<Refused>();
  const pages = value ? [value, ...read] : [];

  function more(): void {
    setFailed(undefined);
    ask(pages).then(
      (page) => setRead([...pages, page]),
      (error: unknown) => setFailed(refusalOf(error)),
    );
  }

  return { pages, refused, again, failed, more };
}
