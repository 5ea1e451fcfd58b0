/** S3 tells times in seconds. */
const SECOND_MS = 1000;

/**
 * The times of objects, which never go back: by them the record decides which of two uploads is the later one, so a
 * clock that was ahead and is set right must not put an older upload before a newer one. Until the clock has come to
 * where it was, each upload is a second after the last one.
 */
export class ObjectClock {
  #latest: number;

  /** @param latest the time of the newest object, ms since 1970 */
  constructor(latest: number) {
    this.#latest = latest;
  }

  /** @param isUpload whether its place among others counts: it has a second of its own while the clock is behind */
  next(isUpload: boolean): number {
    const now = Date.now();
    const behind = this.#latest - now > SECOND_MS;
    this.#latest = behind && isUpload ? this.#latest + SECOND_MS : Math.max(this.#latest, now);
    return this.#latest;
  }
}
