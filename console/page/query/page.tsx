/** SQL over everything that is published. */
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { bytes, duration } from '../../../cli/output/format.ts';
import { listTables } from '../../api/queries.ts';
import { call } from '../api.ts';
import { useAsked } from '../asked.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { Icon } from '../parts/icon.tsx';
import { Status } from '../parts/status.tsx';
import type { Fault } from './editor.tsx';
import { type Execution, useExecution } from './execution.ts';
import { placeIn } from './place.ts';
import { Result } from './result.tsx';
import { SavedBar } from './saved-bar.tsx';
import { Schema } from './schema.tsx';

/** The editor is the second largest part of the page. */
const Editor = lazy(() => import('./editor.tsx'));

const FIRST = `SELECT appliance, SUM(kwh) AS kwh
FROM raw_energy_data
GROUP BY appliance
ORDER BY kwh DESC`;
const KEY = 'energy-console-statement';

export function QueryPage({ pauseMs }: { readonly pauseMs: number }) {
  const { value, refused, again } = useAsked(
    useCallback(() => call(listTables, {}), []),
    () => undefined,
  );
  const [text, setText] = useState(() => window.sessionStorage.getItem(KEY) ?? FIRST);
  const [revision, setRevision] = useState(0);
  const execution = useExecution(pauseMs);
  const { running, run, cancel, query } = execution;
  const fault = useFault(execution);

  function change(now: string): void {
    setText(now);
    window.sessionStorage.setItem(KEY, now);
  }
  function open(sql: string): void {
    change(sql);
    setRevision((before) => before + 1);
  }

  if (refused) return <RefusedNote refused={refused} again={again} />;
  return (
    <>
      <header className="page-head">
        <div>
          <h1>Query</h1>
          <p className="quiet">Athena’s SQL over everything that is published. Ctrl or ⌘ and Enter run it.</p>
        </div>
      </header>
      {value && (
        <div className="query">
          <div className="query-main">
            <SavedBar named={value.saved} text={text} open={open} />
            <Suspense fallback={<p className="quiet">Opening the editor …</p>}>
              <Editor
                text={text}
                revision={revision}
                tables={value}
                fault={fault}
                change={change}
                run={() => run(text)}
              />
            </Suspense>
            <div className="actions">
              <button
                type="button"
                className="primary"
                disabled={running || text.trim() === ''}
                onClick={() => run(text)}
              >
                <Icon name="play" /> {running ? 'Running …' : 'Run'}
              </button>
              {running && query !== undefined && (
                <button type="button" onClick={cancel}>
                  Cancel
                </button>
              )}
              <Standing execution={execution} />
            </div>
            {fault && <FaultNote fault={fault} hint={execution.refused?.hint ?? null} />}
            {execution.result && query !== undefined && (
              <Result key={query} query={query} result={execution.result} more={execution.more} />
            )}
          </div>
          <Schema tables={value.tables} open={open} />
        </div>
      )}
    </>
  );
}

/** Why the newest statement did not run, and where the fault is. */
function useFault({ refused, state }: Execution): Fault | undefined {
  const message = refused?.message ?? (state?.state === 'FAILED' ? (state.reason ?? 'It failed.') : undefined);
  return useMemo(() => (message === undefined ? undefined : { message, place: placeIn(message) }), [message]);
}

function FaultNote({ fault, hint }: { readonly fault: Fault; readonly hint: string | null }) {
  const { message, place } = fault;
  return (
    <div className="note tone-bad" role="alert">
      <Icon name="cross" />
      <div>
        <p className="note-title">{message}</p>
        {place && <p>{`It is marked in the statement: line ${place.line}, column ${place.column}.`}</p>}
        {hint !== null && <p>{hint}</p>}
      </div>
    </div>
  );
}

function Standing({ execution: { state } }: { readonly execution: Execution }) {
  if (!state) return null;
  return (
    <p className="line" role="status">
      <Status status={state.state} />
      <span className="quiet">{`${duration(state.milliseconds)}, ${bytes(state.scannedBytes)} scanned`}</span>
    </p>
  );
}
