import { memo, useCallback, useState } from 'react';
import { moment } from '../../../cli/output/format.ts';
import { listEvents } from '../../api/runs.ts';
import { call } from '../api.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { Json } from '../parts/json.tsx';
import { MoreButton } from '../parts/pages.tsx';
import { useSlices } from './slices.ts';

type Answer = Awaited<ReturnType<typeof ask>>;
const ask = (run: string, from: number) => call(listEvents, { run, from });
const eventsOf = ({ events }: Answer) => events;

/** @param props.total how many there are now: a change reads them again */
export function Events({ run, total }: { readonly run: string; readonly total: number }) {
  const { items, last, refused, more } = useSlices(
    // biome-ignore lint/correctness/useExhaustiveDependencies: with more events there is more to read.
    useCallback((from: number) => ask(run, from), [run, total]),
    eventsOf,
  );
  if (refused) return <RefusedNote refused={refused} />;
  if (!last) return <p className="quiet">Reading the events …</p>;
  return (
    <>
      <ol className="events">
        {items.map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
      </ol>
      <MoreButton shown={items.length} total={last.total} what="events" show={more} />
    </>
  );
}

/** Its details are drawn when they are opened: there are hundreds of events, and few are looked into. */
const EventLine = memo(function EventLine({ event }: { readonly event: Answer['events'][number] }) {
  const { id, time, type, state, details } = event;
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span className="quiet mono">{id}</span>
          <span className="event-type">{type}</span>
          <span className="quiet">{state ?? ''}</span>
          <span className="quiet">{moment(time === null ? undefined : new Date(time))}</span>
        </summary>
        {open && <Json label={`Details of event ${id}`} text={details} />}
      </details>
    </li>
  );
});
