import { randomUUID } from 'node:crypto';
import { FunctionError, type FunctionRuntime } from '../service.ts';
import { Container, containerFolder } from './container.ts';
import { OWN_LOG } from './logs.ts';
import { boundRunLogs } from './run-logs.ts';
import type { FunctionSettings } from './settings.ts';

export { logFile } from './logs.ts';
export type { FunctionSettings } from './settings.ts';

/** The settings of the local Lambda runtime. */
export interface FunctionsOptions {
  functions: Record<string, FunctionSettings>;
  /** folder below which each container has its temporary folder */
  tmp: string;
  /** folder of the log files, one per `logTo` */
  logs: string;
  /**
   * Sees each invocation before it runs; what it returns happens instead. For tests.
   * @param attempt counts the function's invocations from 1
   */
  beforeInvoke?:
    | ((name: string, payload: unknown, attempt: number) => FunctionError | 'exit' | 'timeout' | undefined)
    | undefined;
  /** containers per function at most; further invocations wait. 2 when not given. */
  concurrency?: number | undefined;
}

/** The local Lambda runtime. */
export interface Functions extends FunctionRuntime {
  /** Starts a container of each named function (all when not given), so that the first invocation finds it warm. */
  prewarm(names?: readonly string[]): Promise<void>;
  /** Ends all containers. What is running or waiting fails. */
  close(): Promise<void>;
}

/** Lambda's limit for a synchronous request or response: 6 MB and a little for its envelope. */
const PAYLOAD_BYTES = 6 * 1024 * 1024 + 100;

/** A container that nothing was asked of for so long ends, as on Lambda, and gives back its memory. */
const IDLE_MS = 5 * 60_000;

/** Runs functions as Lambda would: each in its own warm thread, with its own environment, time-out and log. */
export function createFunctions(options: FunctionsOptions): Functions {
  const pools = new Map(
    Object.entries(options.functions).map(([name, settings]) => [name, new Pool(name, settings, options)]),
  );
  const pool = (name: string): Pool => {
    const found = pools.get(name);
    if (found !== undefined) return found;
    throw new FunctionError(
      'Lambda.ResourceNotFoundException',
      `Function not found: ${name}. The functions here are: ${[...pools.keys()].join(', ')}.`,
    );
  };
  const endBounding = boundRunLogs(options.logs);
  return {
    async invoke(name, payload, invokeOptions) {
      return pool(name).invoke(payload, invokeOptions?.logTo ?? OWN_LOG);
    },
    async prewarm(names) {
      await Promise.all([...(names ?? pools.keys())].map((name) => pool(name).prewarm()));
    },
    async close() {
      endBounding();
      await Promise.all([...pools.values()].map((each) => each.close()));
    },
  };
}

/** A place for a container; a container that has died is replaced. */
interface Slot {
  container: Container | undefined;
  use: 'free' | 'warming' | 'busy' | 'ending';
  idle: NodeJS.Timeout | undefined;
}

/** The containers of one function, and who waits for one. */
class Pool {
  readonly #name: string;
  readonly #settings: FunctionSettings;
  readonly #options: FunctionsOptions;
  readonly #slots: Slot[] = [];
  readonly #waiting: PromiseWithResolvers<void>[] = [];
  readonly #uses = new Set<Promise<unknown>>();
  #attempts = 0;
  #closed = false;

  constructor(name: string, settings: FunctionSettings, options: FunctionsOptions) {
    this.#name = name;
    this.#settings = settings;
    this.#options = options;
    const concurrency = Math.max(1, options.concurrency ?? 2);
    for (let slot = 0; slot < concurrency; slot += 1) {
      this.#slots.push({ container: undefined, use: 'free', idle: undefined });
    }
  }

  async invoke(payload: unknown, logTo: string): Promise<unknown> {
    const json = JSON.stringify(payload) ?? 'null';
    if (Buffer.byteLength(json) > PAYLOAD_BYTES) {
      throw new FunctionError(
        'Lambda.RequestTooLargeException',
        `The payload for ${this.#name} has ${Buffer.byteLength(json)} bytes; Lambda takes at most ${PAYLOAD_BYTES}.`,
      );
    }
    this.#attempts += 1;
    const fault = this.#options.beforeInvoke?.(this.#name, payload, this.#attempts);
    if (fault instanceof FunctionError) throw fault;
    const result = await this.#withContainer(logTo, (container) =>
      container.invoke({ requestId: randomUUID(), payload: json, logTo, fault }),
    );
    if (Buffer.byteLength(result) > PAYLOAD_BYTES) {
      throw new FunctionError(
        'Function.ResponseSizeTooLarge',
        `Response payload size exceeded maximum allowed payload size (${PAYLOAD_BYTES} bytes).`,
      );
    }
    return JSON.parse(result);
  }

  async prewarm(): Promise<void> {
    await this.#withContainer(OWN_LOG, (container) => container.ready(), 'warming');
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#closedError());
    for (const { idle } of this.#slots) clearTimeout(idle);
    await Promise.all(this.#slots.map(({ container }) => container?.stop()));
    // Also those that are being started: a process must not end while one of its threads loads native code.
    await Promise.allSettled([...this.#uses]);
  }

  async #withContainer<T>(
    logTo: string,
    use: (container: Container) => Promise<T>,
    kind: 'warming' | 'busy' = 'busy',
  ): Promise<T> {
    const done = this.#use(logTo, use, kind);
    this.#uses.add(done);
    try {
      return await done;
    } finally {
      this.#uses.delete(done);
    }
  }

  async #use<T>(logTo: string, use: (container: Container) => Promise<T>, kind: 'warming' | 'busy'): Promise<T> {
    const slot = await this.#acquire(kind);
    try {
      if (slot.container === undefined || !slot.container.alive) {
        const folder = containerFolder(this.#options.tmp, this.#name, this.#slots.indexOf(slot));
        slot.container = await Container.start(
          this.#name,
          this.#settings,
          { tmp: folder, logs: this.#options.logs },
          logTo,
        );
        if (this.#closed) await slot.container.stop();
      }
      if (this.#closed) throw this.#closedError();
      return await use(slot.container);
    } finally {
      this.#release(slot);
    }
  }

  #release(slot: Slot): void {
    slot.use = 'free';
    if (slot.container && !this.#closed) slot.idle = setTimeout(() => this.#endIdle(slot), IDLE_MS).unref();
    // Each of them looks again, in the order in which they came.
    for (const waiting of this.#waiting.splice(0)) waiting.resolve();
  }

  /** Its place is free again when the thread has ended: the next container has the same temporary folder. */
  async #endIdle(slot: Slot): Promise<void> {
    slot.use = 'ending';
    await slot.container?.stop();
    slot.container = undefined;
    this.#release(slot);
  }

  async #acquire(kind: 'warming' | 'busy'): Promise<Slot> {
    while (true) {
      if (this.#closed) throw this.#closedError();
      const slot = this.#available();
      if (slot !== undefined) {
        clearTimeout(slot.idle);
        slot.use = kind;
        return slot;
      }
      const turn = Promise.withResolvers<void>();
      this.#waiting.push(turn);
      await turn.promise;
    }
  }

  /** A warm container first; one that is being warmed is worth waiting for, rather than starting another beside it. */
  #available(): Slot | undefined {
    const free = this.#slots.filter(({ use }) => use === 'free');
    const warm = free.find(({ container }) => container?.alive);
    if (warm !== undefined) return warm;
    return this.#slots.some(({ use }) => use === 'warming') ? undefined : free[0];
  }

  #closedError(): FunctionError {
    return new FunctionError('Lambda.ServiceException', `${this.#name} was not run: the local functions are closing.`);
  }
}
