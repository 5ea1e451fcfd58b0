import { faultMessage } from '../disk-fault.ts';
import { AwsError, type FunctionRuntime } from '../service.ts';
import { executionArn, stateMachineArn } from './arns.ts';
import { Cancellation } from './cancellation.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { compile, type Scope } from './definition.ts';
import { describeExecution, inputOf, notRedrivable } from './describe.ts';
import { Driver } from './driver.ts';
import { RunFailed, StateFailure } from './failure.ts';
import { Feed } from './feed.ts';
import type { Header, LogFile } from './log.ts';
import { HISTORY_UNWRITTEN, processEnded } from './process-ended.ts';
import { type Progress, progressOf } from './progress.ts';
import { Recorder } from './recorder.ts';
import { STATUS_AFTER, type Store } from './store.ts';
import {
  type DescribeOutput,
  type EventDetails,
  type EventType,
  type HistoryEvent,
  type Json,
  now,
  type Summary,
  text,
} from './types.ts';

/** A state machine that can be started. */
export interface Machine {
  name: string;
  definition: Scope;
  /** the name under which the store keeps the definition's text */
  definitionId: string;
}

/** Why an execution whose file is damaged can be shown and cannot go on. */
const LOST = 'cannot go on: its history, or the definition that it was started with, is damaged on disk.';

/** What executions need of what is around them. */
export interface ExecutionsOptions {
  store: Store;
  runtime: FunctionRuntime;
  functionName(arnOrName: string): string;
  roleArn: string;
  retryIntervalMs: number | undefined;
  /** how many executions run at once; the others wait before their first state */
  concurrency: number;
  onStatusChange(execution: DescribeOutput): void;
}

/** An execution that runs in this process. */
interface Live {
  summary: Summary;
  recorder: Recorder;
  stop: Cancellation;
  driver: Driver;
  timeoutSeconds: number | undefined;
  timer: NodeJS.Timeout | undefined;
  /** resolves when it has a final status */
  ended: PromiseWithResolvers<void>;
}

const MAX_TIMER_SECONDS = 2_147_483;
const ALIVE_EVERY_MS = 1000;

/** Starts, stops, redrives and describes executions. */
export class Executions {
  readonly #options: ExecutionsOptions;
  readonly #live = new Map<string, Live>();
  /** Runs that are over but whose functions may still be running: a redrive waits for them. */
  readonly #draining = new Map<string, Promise<void>>();
  /** Why executions failed whose end could not be written into their histories. */
  readonly #unwritten = new Map<string, { error: string; cause: string }>();
  readonly #feed = new Feed();
  readonly #slots: ConcurrencyLimit;
  readonly #alive: NodeJS.Timeout;

  constructor(options: ExecutionsOptions) {
    this.#options = options;
    this.#alive = setInterval(() => {
      if (this.#live.size > 0) options.store.markAlive();
    }, ALIVE_EVERY_MS).unref();
    this.#slots = new ConcurrencyLimit(options.concurrency);
  }

  /**
   * @param input JSON
   * @throws AwsError ExecutionAlreadyExists, unless the same name runs with the same input: then that one is the answer
   */
  start(machine: Machine, name: string, input: string): Summary {
    const { store, roleArn } = this.#options;
    const existing = store.get(machine.name, name);
    if (existing !== undefined) {
      if (existing.status === 'RUNNING' && this.describe(existing).input === input) return existing;
      throw new AwsError(
        'ExecutionAlreadyExists',
        `Execution Already Exists: '${executionArn(machine.name, name)}'. ` +
          `Choose another name, or redrive it if it failed.`,
      );
    }
    const recorder = this.#create(machine, name);
    try {
      recorder.record('ExecutionStarted', 0, {
        executionStartedEventDetails: { input, inputDetails: { truncated: false }, roleArn },
      });
    } catch (error) {
      recorder.end();
      store.discard(machine.name, name);
      throw error;
    }
    const summary: Summary = {
      machine: machine.name,
      name,
      status: 'RUNNING',
      startDate: recorder.lastTime,
      redriveCount: 0,
    };
    const live = this.#begin(summary, machine.definition, input, new Map(), recorder);
    // AWS: the first state follows nothing.
    this.#launch(live, 0, Promise.resolve());
    return summary;
  }

  /**
   * Goes on with an execution that did not succeed: what had succeeded is kept, the rest runs again.
   * @returns when it was redriven, in epoch seconds
   * @throws AwsError ExecutionNotRedrivable
   */
  redrive(previous: Summary): number {
    const { store } = this.#options;
    const reason = notRedrivable(previous);
    if (reason !== undefined) throw new AwsError('ExecutionNotRedrivable', reason);
    const { header, entries } = store.read(previous.machine, previous.name);
    const source = this.#sourceOf(header);
    if (source === undefined) throw new AwsError('ExecutionNotRedrivable', `Execution ${LOST}`);
    const definition = compile(JSON.parse(source));
    if (this.#unwritten.has(key(previous))) {
      store.closeHistory(previous.machine, previous.name);
      this.#unwritten.delete(key(previous));
      return this.redrive(previous);
    }
    const log = store.append(previous.machine, previous.name);
    const recorder = this.#recorder(previous.machine, previous.name, log, entries.at(-1)?.event.id ?? 0);
    const redriveCount = previous.redriveCount + 1;
    const redriven = recorder.record('ExecutionRedriven', recorder.lastId, {
      executionRedrivenEventDetails: { redriveCount },
    });
    const redriveDate = recorder.lastTime;
    const summary: Summary = { ...previous, status: 'RUNNING', stopDate: undefined, redriveCount, redriveDate };
    const live = this.#begin(summary, definition, inputOf(entries), progressOf(entries), recorder);
    const id = key(previous);
    this.#launch(live, redriven, this.#draining.get(id) ?? Promise.resolve());
    return redriveDate;
  }

  /**
   * Stops a running execution; one that has ended stays as it is.
   * @returns when it stopped, in epoch seconds
   */
  stop(summary: Summary, error: string | undefined, cause: string | undefined): number {
    const live = this.#live.get(key(summary));
    if (live === undefined) return summary.stopDate ?? now();
    return this.#end(live, 'ExecutionAborted', this.#aborted(live), {
      executionAbortedEventDetails: { error, cause },
    });
  }

  /** @returns when the execution has a final status */
  async ended(summary: Summary): Promise<void> {
    await this.#live.get(key(summary))?.ended.promise;
  }

  /** @returns DescribeExecution's answer */
  describe(known: Summary): DescribeOutput {
    const { store } = this.#options;
    const { entries } = store.readEnds(known.machine, known.name);
    const described = describeExecution(store.get(known.machine, known.name) ?? known, entries);
    return { ...described, ...this.#unwritten.get(key(known)) };
  }

  /** @returns the history so far */
  history(summary: Summary): HistoryEvent[] {
    return this.#options.store.read(summary.machine, summary.name).entries.map(({ event }) => event);
  }

  /** @returns the text of the definition that the execution was started with */
  definitionOf(summary: Summary): string {
    const source = this.#sourceOf(this.#options.store.read(summary.machine, summary.name).header);
    if (source === undefined) throw new AwsError('StateMachineDoesNotExist', `The execution ${LOST}`);
    return source;
  }

  /** The text of the definition that an execution was started with; undefined where it, or the header, is damaged. */
  #sourceOf(header: Header | undefined): string | undefined {
    return header && this.#options.store.readDefinition(header.definition);
  }

  /** The history so far, then each event as it happens, until the execution has ended. */
  events(summary: Summary): AsyncGenerator<HistoryEvent> {
    const id = key(summary);
    return this.#feed.follow(id, () => ({ history: this.history(summary), live: this.#live.has(id) }));
  }

  /** Ends what runs, as the end of the process would: it can be redriven after the next start. */
  async close(): Promise<void> {
    clearInterval(this.#alive);
    for (const live of [...this.#live.values()]) {
      this.#end(live, 'ExecutionFailed', this.#aborted(live), { executionFailedEventDetails: processEnded() });
    }
  }

  /** @throws Error of the file system; then nothing is left of it */
  #create(machine: Machine, name: string): Recorder {
    const { store } = this.#options;
    try {
      const log = store.create({ machine: machine.name, name, definition: machine.definitionId });
      return this.#recorder(machine.name, name, log, 0);
    } catch (error) {
      store.discard(machine.name, name);
      throw error;
    }
  }

  #recorder(machine: string, name: string, log: LogFile, lastId: number): Recorder {
    const id = key({ machine, name });
    return new Recorder(log, lastId, (event) => this.#feed.publish(id, event));
  }

  #begin(summary: Summary, definition: Scope, input: string, progress: Progress, recorder: Recorder): Live {
    const { store, runtime, functionName, roleArn, retryIntervalMs } = this.#options;
    const { timeoutSeconds } = definition;
    const stop = new Cancellation();
    const json: Json = JSON.parse(input);
    const driver = new Driver({
      definition,
      input: json,
      progress,
      recorder,
      environment: { runtime, functionName, logTo: summary.name },
      context: {
        Execution: {
          Id: executionArn(summary.machine, summary.name),
          Input: json,
          Name: summary.name,
          RoleArn: roleArn,
          StartTime: new Date(summary.startDate * 1000).toISOString(),
          RedriveCount: summary.redriveCount,
          ...(summary.redriveDate === undefined
            ? {}
            : { RedriveTime: new Date(summary.redriveDate * 1000).toISOString() }),
        },
        StateMachine: { Id: stateMachineArn(summary.machine), Name: summary.machine },
      },
      retryIntervalMs,
      stop,
    });
    const ended = Promise.withResolvers<void>();
    ended.promise.catch(() => {});
    const live: Live = { summary, recorder, stop, driver, timeoutSeconds, timer: undefined, ended };
    this.#live.set(key(summary), live);
    store.save(summary);
    this.#announce(summary);
    return live;
  }

  /** Runs it once `before` is over and there is a free slot. */
  #launch(live: Live, previous: number, before: Promise<void>): void {
    const id = key(live.summary);
    const over = before
      .then(() => this.#slots.use(() => this.#run(live, previous)))
      .catch((error: unknown) => this.#abandon(live, error));
    const drained = over.then(() => live.driver.drained());
    this.#draining.set(id, drained);
    void drained.then(() => {
      if (this.#draining.get(id) === drained) this.#draining.delete(id);
    });
  }

  async #run(live: Live, previous: number): Promise<void> {
    // Stopped while it waited.
    if (live.recorder.ended) return;
    this.#startTimer(live);
    try {
      const { output, last } = await live.driver.run(previous);
      if (live.recorder.ended) return;
      this.#end(live, 'ExecutionSucceeded', last, {
        executionSucceededEventDetails: { output: text(output), outputDetails: { truncated: false } },
      });
    } catch (error) {
      if (live.recorder.ended) return;
      const { failure, last } = error instanceof RunFailed ? error : { failure: error, last: previous };
      this.#end(live, 'ExecutionFailed', last, { executionFailedEventDetails: failureDetails(failure) });
    }
  }

  #startTimer(live: Live): void {
    if (live.timeoutSeconds === undefined) return;
    const milliseconds = Math.min(live.timeoutSeconds, MAX_TIMER_SECONDS) * 1000;
    live.timer = setTimeout(() => {
      this.#end(live, 'ExecutionTimedOut', this.#aborted(live), { executionTimedOutEventDetails: {} });
    }, milliseconds);
  }

  /** @returns the id of the last event; what cannot be written any more shows when the end is to be written */
  #aborted(live: Live): number {
    try {
      return live.driver.recordAborted();
    } catch {
      return live.recorder.lastId;
    }
  }

  /** @returns when it ended, in epoch seconds */
  #end(live: Live, type: EventType, previous: number, details: EventDetails): number {
    try {
      live.recorder.record(type, previous, details);
    } catch (error) {
      return this.#abandon(live, error);
    }
    live.recorder.end();
    clearTimeout(live.timer);
    const stopDate = live.recorder.lastTime;
    const summary: Summary = { ...live.summary, status: STATUS_AFTER[type] ?? 'FAILED', stopDate };
    this.#live.delete(key(summary));
    this.#options.store.save(summary);
    live.stop.cancel();
    live.ended.resolve();
    this.#announce(summary);
    return stopDate;
  }

  /** Its history cannot be written any more (a full disk): it fails here, and goes on there when it is redriven. */
  #abandon(live: Live, error: unknown): number {
    const id = key(live.summary);
    const cause = faultMessage(error);
    console.error(`The history of the execution ${live.summary.name} could not be written: ${cause}`);
    live.recorder.end();
    clearTimeout(live.timer);
    this.#live.delete(id);
    this.#unwritten.set(id, { error: HISTORY_UNWRITTEN, cause });
    const stopDate = now();
    const summary: Summary = { ...live.summary, status: 'FAILED', stopDate };
    this.#options.store.save(summary);
    live.stop.cancel();
    live.ended.resolve();
    this.#announce(summary);
    return stopDate;
  }

  #announce(summary: Summary): void {
    try {
      this.#options.onStatusChange(this.describe(summary));
    } catch (error) {
      // Who listens must not end the execution.
      console.error(`A listener failed for the execution ${summary.name}:`, error);
    }
  }
}

function failureDetails(failure: unknown): { error?: string | undefined; cause?: string | undefined } {
  if (failure instanceof StateFailure) return { error: failure.error, cause: failure.reason };
  return { error: 'States.Runtime', cause: faultMessage(failure) };
}

function key({ machine, name }: { machine: string; name: string }): string {
  return `${machine}:${name}`;
}
