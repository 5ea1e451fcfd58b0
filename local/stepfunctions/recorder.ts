import { Cancelled } from './failure.ts';
import type { LogFile } from './log.ts';
import { type EventDetails, type EventType, type HistoryEvent, now } from './types.ts';

/** Writes an execution's history, event by event, until the execution has ended. */
export class Recorder {
  readonly #log: LogFile;
  readonly #onEvent: (event: HistoryEvent) => void;
  #lastId: number;
  #lastTime = now();
  #ended = false;

  /** @param lastId the id of the last event that the file holds, 0 for a new one */
  constructor(log: LogFile, lastId: number, onEvent: (event: HistoryEvent) => void) {
    this.#log = log;
    this.#lastId = lastId;
    this.#onEvent = onEvent;
  }

  get lastId(): number {
    return this.#lastId;
  }

  /** when the last event happened, in epoch seconds */
  get lastTime(): number {
    return this.#lastTime;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /**
   * @param previous the id of the event that led to this one
   * @returns the event's id
   * @throws Cancelled when the execution has ended: what still runs of it has nothing more to say
   */
  record(
    type: EventType,
    previous: number,
    details: EventDetails = {},
    place: { scope: string; next?: string | null } = { scope: '' },
  ): number {
    if (this.#ended) throw new Cancelled();
    this.#lastId += 1;
    this.#lastTime = now();
    const event: HistoryEvent = {
      id: this.#lastId,
      previousEventId: previous,
      timestamp: this.#lastTime,
      type,
      ...details,
    };
    this.#log.write({ event, ...place });
    this.#onEvent(event);
    return event.id;
  }

  /** Nothing is recorded from here on. */
  end(): void {
    this.#ended = true;
    this.#log.close();
  }
}
