/** One execution: how it went, state by state, and what can be done. */
import { lazy, Suspense, useCallback, useState } from 'react';
import { duration, moment } from '../../../cli/output/format.ts';
import { formatCount } from '../../../shared/text/format.ts';
import { type RunDetail, showGraph, showRun } from '../../api/runs.ts';
import { call } from '../api.ts';
import { useAsked, useNow } from '../asked.ts';
import { FailureNote, RefusedNote } from '../parts/failure.tsx';
import { Icon } from '../parts/icon.tsx';
import { Status } from '../parts/status.tsx';
import { type Tab, Tabs } from '../parts/tabs.tsx';
import { Actions } from './actions.tsx';
import { Events } from './events.tsx';
import { Log } from './log.tsx';
import { Rejected } from './rejected.tsx';
import { Report } from './report.tsx';
import { StatePanel } from './state-panel.tsx';
import { isOpen, uploadName } from './words.ts';

/** The graph and its layout are the largest part of the page; a list does without them. */
const RunGraph = lazy(() => import('./graph.tsx'));

type View = 'states' | 'report' | 'events' | 'log' | 'rejected';

export function RunPage({ run, pauseMs }: { readonly run: string; readonly pauseMs: number }) {
  const detail = useAsked(
    useCallback(() => call(showRun, { run }), [run]),
    (value) => (value === undefined || !isOpen(value.status) ? undefined : pauseMs),
  );
  const { value, refused, again } = detail;
  if (refused && !value) return <RefusedNote refused={refused} again={again} />;
  if (!value) return <p className="quiet">Reading the execution …</p>;
  return (
    <>
      <Head detail={value} again={again} />
      {refused && <RefusedNote refused={refused} again={again} />}
      {value.failure && <FailureNote failure={value.failure} />}
      <Views detail={value} />
    </>
  );
}

function Head({ detail, again }: { readonly detail: RunDetail; readonly again: () => void }) {
  const { run, status, outcome, key, dataset, rows, started, ended, redrives } = detail;
  const now = useNow(isOpen(status));
  const end = ended === null ? now : Date.parse(ended);
  return (
    <>
      <p>
        <a className="back" href="#/runs">
          <Icon name="back" /> Executions
        </a>
      </p>
      <header className="page-head">
        <div>
          <h1>{key === null ? run : uploadName(key)}</h1>
          <p className="quiet mono">{run}</p>
        </div>
        <Actions detail={detail} changed={again} />
      </header>
      <dl className="facts">
        <div>
          <dt>Status</dt>
          <dd aria-live="polite">
            <Status status={outcome ?? status} />
          </dd>
        </div>
        <div>
          <dt>Dataset</dt>
          <dd className="mono">{dataset ?? '–'}</dd>
        </div>
        <div>
          <dt>Rows</dt>
          <dd>{rows === null ? '–' : formatCount(rows)}</dd>
        </div>
        <div>
          <dt>Started</dt>
          <dd>{moment(started === null ? undefined : new Date(started))}</dd>
        </div>
        <div>
          <dt>{isOpen(status) ? 'Running for' : 'Took'}</dt>
          <dd>{started === null ? '–' : duration(end - Date.parse(started))}</dd>
        </div>
        {redrives > 0 && (
          <div>
            <dt>Gone on with</dt>
            <dd>{redrives === 1 ? 'once' : `${redrives} times`}</dd>
          </div>
        )}
      </dl>
    </>
  );
}

function Views({ detail }: { readonly detail: RunDetail }) {
  const { run, report, quarantine, events } = detail;
  const [view, show] = useState<View>('states');
  const tabs: Tab<View>[] = [
    { id: 'states', name: 'States' },
    ...(report ? [{ id: 'report' as const, name: 'Report' }] : []),
    { id: 'events', name: 'Events' },
    { id: 'log', name: 'Log' },
    ...(quarantine ? [{ id: 'rejected' as const, name: 'Rejected rows' }] : []),
  ];
  return (
    <Tabs label="Of this execution" tabs={tabs} shown={view} show={show}>
      {view === 'states' && <States detail={detail} />}
      {view === 'report' && <Report run={run} />}
      {view === 'events' && <Events run={run} total={events} />}
      {view === 'log' && <Log run={run} revision={events} />}
      {view === 'rejected' && <Rejected run={run} />}
    </Tabs>
  );
}

function States({ detail }: { readonly detail: RunDetail }) {
  const { run, states } = detail;
  const graph = useAsked(
    useCallback(() => call(showGraph, { run }), [run]),
    () => undefined,
  );
  const [chosen, choose] = useState<string>();
  const shown = chosen ?? notable(detail);
  if (graph.refused) return <RefusedNote refused={graph.refused} again={graph.again} />;
  return (
    <div className="states">
      <Suspense fallback={<p className="quiet">Drawing the graph …</p>}>
        {graph.value && (
          <RunGraph graph={graph.value} states={states} status={detail.status} chosen={shown} choose={choose} />
        )}
      </Suspense>
      <StatePanel
        name={shown}
        state={states.find(({ name }) => name === shown)}
        said={detail.failure?.sentence}
        comment={graph.value?.states.find(({ id }) => id === shown)?.comment ?? ''}
      />
    </div>
  );
}

/** The state that a person looks at first: the one that failed, the one that runs, or the last one. */
function notable({ states }: RunDetail): string {
  const tasks = states.filter(({ type }) => type === 'Task');
  const found =
    tasks.find(({ status }) => status === 'FAILED') ??
    tasks.find(({ status }) => isOpen(status)) ??
    tasks.at(-1) ??
    states.at(-1);
  return found?.name ?? '';
}
