/** The attempts of one state: at most one is current, though one that timed out may still run. */
export class Attempts {
  #count = 0;
  #current = 0;
  #onTimeOut: (() => void) | undefined;

  get running(): boolean {
    return this.#current !== 0;
  }

  /** @returns the attempt's number, from 1 */
  begin(): number {
    this.#count += 1;
    this.#current = this.#count;
    this.#onTimeOut = undefined;
    return this.#current;
  }

  end(attempt: number): void {
    if (attempt === this.#current) this.#current = 0;
  }

  /** Names what happens when the current attempt times out. */
  onTimeOut(listener: () => void): void {
    this.#onTimeOut = listener;
  }

  /** The interpreter has gone on although the attempt runs: only a time-out makes it do so. */
  timeOut(attempt = this.#current): void {
    if (attempt === 0 || attempt !== this.#current) return;
    this.#current = 0;
    this.#onTimeOut?.();
  }
}
