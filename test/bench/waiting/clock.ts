/** A clock that jumps from one thing that is due to the next. */
export class Clock {
  /** A binary heap by time, then by the order in which things were asked for. */
  readonly #due: { at: number; order: number; act: () => void }[] = [];
  #asked = 0;
  /** s */
  now = 0;

  after(seconds: number, act: () => void): void {
    this.#asked += 1;
    const heap = this.#due;
    heap.push({ at: this.now + seconds, order: this.#asked, act });
    for (let child = heap.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!this.#isBefore(child, parent)) return;
      this.#swap(child, parent);
      child = parent;
    }
  }

  /** Runs until nothing is due any more. */
  run(): void {
    for (let first = this.#take(); first; first = this.#take()) {
      this.now = first.at;
      first.act();
    }
  }

  #take() {
    const heap = this.#due;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let parent = 0; ; ) {
      const child = this.#earlierChild(parent);
      if (child === undefined || !this.#isBefore(child, parent)) return first;
      this.#swap(child, parent);
      parent = child;
    }
  }

  #earlierChild(parent: number): number | undefined {
    const left = 2 * parent + 1;
    if (left >= this.#due.length) return undefined;
    return left + 1 < this.#due.length && this.#isBefore(left + 1, left) ? left + 1 : left;
  }

  #isBefore(one: number, other: number): boolean {
    const a = this.#due[one];
    const b = this.#due[other];
    if (!a || !b) return false;
    return a.at === b.at ? a.order < b.order : a.at < b.at;
  }

  #swap(one: number, other: number): void {
    const a = this.#due[one];
    const b = this.#due[other];
    if (!a || !b) return;
    this.#due[one] = b;
    this.#due[other] = a;
  }
}
