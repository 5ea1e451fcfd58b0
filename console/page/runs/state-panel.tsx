/** One state: its attempts, what it was given, what it gave, and why it failed. */
import { useState } from 'react';
import { duration, moment } from '../../../cli/output/format.ts';
import type { RunState } from '../../api/runs.ts';
import { useNow } from '../asked.ts';
import { FailureNote } from '../parts/failure.tsx';
import { Json } from '../parts/json.tsx';
import { Status } from '../parts/status.tsx';
import { type Tab, Tabs } from '../parts/tabs.tsx';
import { isOpen } from './words.ts';

type View = 'attempts' | 'input' | 'output' | 'cause';

export function StatePanel(props: {
  readonly name: string;
  readonly state: RunState | undefined;
  readonly comment: string;
  /** What the page says already of the whole execution. */
  readonly said: string | undefined;
}) {
  const { name, state, comment, said } = props;
  return (
    <section className="panel" aria-label="State">
      <h2>{name}</h2>
      {comment !== '' && <p className="quiet">{comment}</p>}
      {state ? <Reached state={state} said={said} /> : <p>This execution has not come to it.</p>}
    </section>
  );
}

function Reached({ state, said }: { readonly state: RunState; readonly said: string | undefined }) {
  const { status, type, entered, ended, attempts, input, output, failure, error, cause } = state;
  const now = useNow(isOpen(status));
  const [wanted, show] = useState<View>('attempts');
  const tabs: Tab<View>[] = [
    { id: 'attempts', name: 'Attempts' },
    { id: 'input', name: 'Input' },
    { id: 'output', name: 'Output' },
    ...(error === null ? [] : [{ id: 'cause' as const, name: 'Error' }]),
  ];
  const view = tabs.some(({ id }) => id === wanted) ? wanted : 'attempts';
  return (
    <>
      <p className="line">
        <Status status={status} />
        <span className="quiet">{`${type}, ${duration((ended === null ? now : Date.parse(ended)) - Date.parse(entered))}`}</span>
      </p>
      {failure && status !== 'SUCCEEDED' && failure.sentence !== said && <FailureNote failure={failure} />}
      <Tabs label={`Of ${state.name}`} tabs={tabs} shown={view} show={show}>
        {view === 'attempts' && <Attempts attempts={attempts} now={now} />}
        {view === 'input' && <Json label="Input" text={input} />}
        {view === 'output' && <Json label="Output" text={output} />}
        {view === 'cause' && <Json label="Error and cause" text={`${error}\n\n${cause ?? ''}`} />}
      </Tabs>
    </>
  );
}

function Attempts({ attempts, now }: { readonly attempts: RunState['attempts']; readonly now: number }) {
  if (attempts.length === 0) return <p className="quiet">The state calls no function.</p>;
  return (
    <ol className="attempts">
      {attempts.map(({ started, ended, failure }, at) => (
        <li key={started}>
          <span>{`${at === 0 ? 'First call' : `Retry ${at}`}, ${moment(new Date(started))}`}</span>
          <span className="quiet">
            {duration((ended === null ? now : Date.parse(ended)) - Date.parse(started))}
            {ended === null ? ', under way' : failure ? ', failed' : ', succeeded'}
          </span>
          {failure && <span className="why">{failure.sentence}</span>}
        </li>
      ))}
    </ol>
  );
}
