/** All rows of a table as a file, by a query for them. */
import { useState } from 'react';
import { downloadRows, startQuery } from '../../api/queries.ts';
import { call, type Refused } from '../api.ts';
import { refusalOf } from '../asked.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { ended } from '../query/execution.ts';

/** Milliseconds between two looks at the query. */
const PAUSE_MS = 2000;

export function TableCsv({ table }: { readonly table: string }) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused>();

  async function save(): Promise<void> {
    setBusy(true);
    setRefused(undefined);
    try {
      const { query } = await call(startQuery, { sql: `SELECT * FROM ${table}` });
      const { state, reason } = await ended(query, PAUSE_MS);
      if (state !== 'SUCCEEDED') throw new Error(reason ?? `The query ended as ${state}.`);
      window.location.assign((await call(downloadRows, { query })).path);
    } catch (error) {
      setRefused(refusalOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      {refused && <RefusedNote refused={refused} />}
      <button type="button" disabled={busy} onClick={() => void save()}>
        {busy ? 'Reading the rows …' : 'All rows as CSV'}
      </button>
    </>
  );
}
