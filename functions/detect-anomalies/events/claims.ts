import type { EventKind } from '../../../shared/energy/anomalies.ts';
import type { Direction, Finding, Part } from './findings.ts';
import type { Grid } from './grid.ts';
import { isHabit } from './habits.ts';
import { at } from './order-statistics.ts';
import type { Run } from './runs.ts';

/** Anomalous buckets with at most this many ordinary ones between them are one event, if its kind says no other. */
const GAP = 1;

/** What a kind of event says of a bucket. */
interface Claim {
  readonly kind: EventKind;
  readonly direction: Direction;
  /** 1 and more: the bucket is part of such an event. */
  readonly score: (bucket: number) => number;
  readonly expected: (bucket: number) => number;
  readonly part: (bucket: number) => Part;
  /** Ordinary buckets within an event, where more than the fewest are. */
  readonly gap?: number;
  /** The least energy, kWh a reading, by which an event must differ from what is expected. */
  readonly least?: (bucket: number) => number;
  /** What comes again and again is none. */
  readonly unlessHabit?: boolean;
}

/**
 * Buckets that are part of an event: each is given to the first kind that claims it, so that nothing is counted twice.
 */
export class Claims {
  readonly findings: Finding[] = [];
  readonly #grid: Grid;
  readonly #taken: Uint8Array;

  constructor(grid: Grid) {
    this.#grid = grid;
    this.#taken = new Uint8Array(grid.size);
  }

  has(bucket: number): boolean {
    return this.#taken[bucket] === 1;
  }

  /** Claims every free bucket with a score, and makes events of those that follow one another. */
  claim({ score, gap = GAP, least, unlessHabit = false, ...claim }: Claim): void {
    let from = -1;
    let to = -1;
    let most = 0;
    const found: Finding[] = [];
    const add = () => {
      const finding = { ...claim, from, to, score: most };
      const isTold = !least || this.#excess(finding) >= least(from);
      if (isTold && !(unlessHabit && isHabit(finding, this.#grid))) found.push(finding);
    };
    for (let bucket = 0; bucket < this.#grid.size; bucket += 1) {
      const ends = from >= 0 && (this.has(bucket) || this.#distance(to, bucket) > 1 + gap);
      if (ends) {
        add();
        from = -1;
      }
      const value = this.has(bucket) ? 0 : score(bucket);
      if (!(value >= 1)) continue;
      if (from < 0) [from, most] = [bucket, 0];
      to = bucket;
      most = Math.max(most, value);
    }
    if (from >= 0) add();
    for (const finding of found) this.#add(finding);
  }

  /**
   * Claims a run of equal readings, and of the hours beside it, which it may have begun and ended within, what is equal
   * too.
   */
  claimRun(kind: EventKind, direction: Direction, run: Run, expected: (bucket: number) => number): void {
    const { value, score } = run;
    const reaches = (bucket: number) =>
      this.#grid.fine &&
      !this.has(bucket) &&
      at(this.#grid.smallest, bucket) <= value &&
      at(this.#grid.largest, bucket) >= value;
    const from = reaches(run.from - 1) && this.#distance(run.from - 1, run.from) === 1 ? run.from - 1 : run.from;
    const to = reaches(run.to + 1) && this.#distance(run.to, run.to + 1) === 1 ? run.to + 1 : run.to;
    this.#add({ kind, direction, from, to, score, expected, part: () => [value, value] });
  }

  /** By how much a finding differs from what is expected of it, kWh a reading. */
  #excess({ from, to, expected }: Finding): number {
    let excess = 0;
    for (let bucket = from; bucket <= to; bucket += 1) excess += at(this.#grid.level, bucket) - expected(bucket);
    return Math.abs(excess);
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
