import { useCallback } from 'react';
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
        {items.map(({ id, time, type, state, details }) => (
          <li key={id}>
            <details>
              <summary>
                <span className="quiet mono">{id}</span>
                <span className="event-type">{type}</span>
                <span className="quiet">{state ?? ''}</span>
                <span className="quiet">{moment(time === null ? undefined : new Date(time))}</span>
              </summary>
              <Json label={`Details of event ${id}`} text={details} />
            </details>
          </li>
        ))}
      </ol>
      <MoreButton shown={items.length} total={last.total} what="events" show={more} />
    </>
  );
}
