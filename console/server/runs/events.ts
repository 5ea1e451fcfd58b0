import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { listEvents } from '../../api/runs.ts';
import type { RunHistory } from './histories.ts';

const PAGE = 200;

/** Events of the history from a place on, with the state that each belongs to. */
export function eventPage(
  { events, stateOfEvent }: RunHistory,
  from: number,
): ReturnType<typeof listEvents.output.parse> {
  return {
    total: events.length,
    events: events.slice(from, from + PAGE).map((event) => ({
      id: event.id ?? 0,
      time: event.timestamp?.toISOString() ?? null,
      type: event.type ?? '',
      state: stateOfEvent.get(event.id ?? 0)?.name ?? null,
      details: detailsOf(event),
    })),
  };
}

/** Whatever the event says beside its frame; JSON inside is opened, so that it can be read. */
function detailsOf({ id: _id, timestamp: _time, type: _type, previousEventId: _previous, ...rest }: HistoryEvent) {
  const [details = {}] = Object.values(rest).filter((value) => value !== undefined);
  return JSON.stringify(details, (_, value: unknown) => opened(value), 2);
}

function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
