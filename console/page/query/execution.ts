/** One query after another: started, watched, cancelled, read. */
import { useCallback, useRef, useState } from 'react';
import { cancelQuery, type QueryRows, type QueryState, queryRows, queryState, startQuery } from '../../api/queries.ts';
import { call, type Refused } from '../api.ts';
import { refusalOf } from '../asked.ts';

const FIRST_PAUSE_MS = 60;
const GROWTH = 1.5;

export interface Execution {
  readonly running: boolean;
  /** Of the newest query. */
  readonly query: string | undefined;
  readonly state: QueryState | undefined;
  readonly result: QueryRows | undefined;
  readonly refused: Refused | undefined;
  readonly run: (sql: string) => void;
  readonly cancel: () => void;
  /** Reads the rows that follow those that are there. */
  readonly more: () => void;
}

/** @param longestPause milliseconds between two looks at a query */
export function useExecution(longestPause: number): Execution {
  const [running, setRunning] = useState(false);
  const [query, setQuery] = useState<string>();
  const [state, setState] = useState<QueryState>();
  const [result, setResult] = useState<QueryRows>();
  const [refused, setRefused] = useState<Refused>();
  const newest = useRef(0);

  const execute = useCallback(
    async (sql: string) => {
      newest.current += 1;
      const own = newest.current;
      const isNewest = () => own === newest.current;
      setRunning(true);
      setRefused(undefined);
      setState(undefined);
      setResult(undefined);
      setQuery(undefined);
      try {
        const { query: id } = await call(startQuery, { sql });
        if (!isNewest()) return;
        setQuery(id);
        const end = await ended(id, longestPause, (now) => isNewest() && setState(now));
        if (isNewest() && end.state === 'SUCCEEDED') setResult(await call(queryRows, { query: id, next: null }));
      } catch (error) {
        if (isNewest()) setRefused(refusalOf(error));
      } finally {
        if (isNewest()) setRunning(false);
      }
    },
    [longestPause],
  );

  async function read(): Promise<void> {
    if (query === undefined || !result || result.next === null) return;
    try {
      const page = await call(queryRows, { query, next: result.next });
      setResult({ ...page, rows: [...result.rows, ...page.rows] });
    } catch (error) {
      setRefused(refusalOf(error));
    }
  }

  async function stop(): Promise<void> {
    if (query === undefined) return;
    try {
      await call(cancelQuery, { query });
    } catch (error) {
      setRefused(refusalOf(error));
    }
  }

  return {
    running,
    query,
    state,
    result,
    refused,
    run: (sql) => void execute(sql),
    cancel: () => void stop(),
    more: () => void read(),
  };
}

/** Waits for the end of a query. @param longest milliseconds between two looks at it */
export async function ended(
  query: string,
  longest: number,
  tell: (state: QueryState) => void = () => {},
): Promise<QueryState> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(longest, pause * GROWTH)) {
    const state = await call(queryState, { query });
    tell(state);
    if (state.state !== 'QUEUED' && state.state !== 'RUNNING') return state;
    await new Promise((resolve) => window.setTimeout(resolve, pause));
  }
}
