import type { EventKind } from '../../../shared/readings/anomalies.ts';
import type { Direction, Finding, Part } from './findings.ts';
import type { Grid } from './grid.ts';
import { at } from './order-statistics.ts';
import type { Run } from './runs.ts';

/** Anomalous cells with at most this many ordinary ones between them are one event. */
const GAP = 1;

/** What a kind of event says of a cell. */
interface Claim {
  readonly kind: EventKind;
  readonly direction: Direction;
  /** 1 and more: the cell is part of such an event. */
  readonly score: (cell: number) => number;
  readonly expected: (cell: number) => number;
  readonly part: (cell: number) => Part;
}

/** Cells that are part of an event: each is given to the first kind that claims it, so that nothing is counted twice. */
export class Claims {
  readonly findings: Finding[] = [];
  readonly #grid: Grid;
  readonly #taken: Uint8Array;

  constructor(grid: Grid) {
    this.#grid = grid;
    this.#taken = new Uint8Array(grid.size);
  }

  has(cell: number): boolean {
    return this.#taken[cell] === 1;
  }

  /** Claims every free cell with a score, and makes events of those that follow one another. */
  claim({ score, ...claim }: Claim): void {
    let from = -1;
    let to = -1;
    let most = 0;
    for (let cell = 0; cell < this.#grid.size; cell += 1) {
      const ends = from >= 0 && (this.has(cell) || this.#distance(to, cell) > 1 + GAP);
      if (ends) {
        this.#add({ ...claim, from, to, score: most });
        from = -1;
      }
      const value = this.has(cell) ? 0 : score(cell);
      if (!(value >= 1)) continue;
      if (from < 0) [from, most] = [cell, 0];
      to = cell;
      most = Math.max(most, value);
    }
    if (from >= 0) this.#add({ ...claim, from, to, score: most });
  }

  /** Claims a run of equal readings, and of the hours beside it, which it may have begun and ended within, what is equal too. */
  claimRun(kind: EventKind, direction: Direction, run: Run, expected: (cell: number) => number): void {
    const { value, score } = run;
    const reaches = (cell: number) =>
      this.#grid.fine &&
      !this.has(cell) &&
      at(this.#grid.smallest, cell) <= value &&
      at(this.#grid.largest, cell) >= value;
    const from = reaches(run.from - 1) && this.#distance(run.from - 1, run.from) === 1 ? run.from - 1 : run.from;
    const to = reaches(run.to + 1) && this.#distance(run.to, run.to + 1) === 1 ? run.to + 1 : run.to;
    this.#add({ kind, direction, from, to, score, expected, part: () => [value, value] });
  }

  #add(finding: Finding): void {
    this.#taken.fill(1, finding.from, finding.to + 1);
    this.findings.push(finding);
  }

  /** In steps of the grid. */
  #distance(earlier: number, later: number): number {
    return (at(this.#grid.hours, later) - at(this.#grid.hours, earlier)) / this.#grid.step;
  }
}
