/** Counts what became of the cases, and prints a line each; those that are known to fail come apart, at the end. */
import { type CaseResult, ENDS, type End, RIGHT } from './case-run.ts';

const AMONG: Readonly<Record<End, string>> = {
  atOnce: 'at once',
  afterQuestion: 'one question',
  wrong: 'wrong',
  wrongAfterQuestion: 'wrong after the first answer',
  refused: 'refused',
  crashed: 'crashed',
};
const MAX_QUESTION = 600;

interface KnownFailure {
  readonly name: string;
  readonly reason: string;
  readonly line: string;
}

export class Score {
  readonly #known: ReadonlyMap<string, string>;
  readonly #verbose: boolean;
  readonly #print: (line: string) => void;
  readonly #counts = new Map<End, number>();
  readonly #folders = new Map<string, { right: number; all: number }>();
  readonly #met = new Set<string>();
  readonly #excused: KnownFailure[] = [];
  #passed = 0;
  #failed = 0;

  /** @param known reasons of the cases that may fail, by name */
  constructor(
    known: ReadonlyMap<string, string>,
    verbose: boolean,
    print: (line: string) => void = (line) => console.log(line),
  ) {
    this.#known = known;
    this.#verbose = verbose;
    this.#print = print;
  }

  add(name: string, { end, reasons, question }: CaseResult, note: string | undefined): void {
    const right = RIGHT.has(end);
    const reason = this.#known.get(name);
    const line = lineOf(end, reasons);
    this.#met.add(name);
    this.#counts.set(end, (this.#counts.get(end) ?? 0) + 1);
    const folder = folderOf(name);
    const counted = this.#folders.get(folder) ?? { right: 0, all: 0 };
    this.#folders.set(folder, { right: counted.right + (right ? 1 : 0), all: counted.all + 1 });

    if (reason === undefined) {
      if (right) this.#passed += 1;
      else this.#failed += 1;
      this.#print(`${right ? '✓' : '✗'} ${name}: ${line}`);
    } else if (right) {
      this.#fail(name, 'is declared as a known failure, and passes: take it out of the list');
    } else {
      this.#excused.push({ name, reason, line });
      this.#print(`– ${name}: known to fail`);
    }
    if (!this.#verbose) return;
    if (question !== undefined) this.#print(`    asked: ${question.slice(0, MAX_QUESTION)}`);
    if (note !== undefined && !right) this.#print(`    note: ${note}`);
  }

  /**
   * @param complete whether all cases of the folders ran: a known failure that none of them is then fails, too
   * @returns whether what failed is what is known to fail, no more and no less
   */
  close(complete = true): boolean {
    if (complete) {
      const gone = [...this.#known.keys()].filter((name) => this.#folders.has(folderOf(name)) && !this.#met.has(name));
      for (const name of gone) this.#fail(name, 'is declared as a known failure, and there is no such case');
    }
    for (const [folder, { right, all }] of this.#folders) this.#print(`${folder}: ${right} of ${all} right`);
    for (const [end, words] of Object.entries(ENDS)) {
      const count = [...this.#counts].find(([counted]) => counted === end)?.[1] ?? 0;
      this.#print(`${words}: ${count}`);
    }
    if (this.#excused.length > 0) this.#print(`known failures: ${this.#excused.length}`);
    for (const { name, reason, line } of this.#excused) {
      this.#print(`– ${name}: ${line}`);
      this.#print(`    ${reason}`);
    }
    this.#print(`${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed === 0;
  }

  #fail(name: string, why: string): void {
    this.#failed += 1;
    this.#print(`✗ ${name}: ${why}`);
  }
}

function folderOf(name: string): string {
  return name.split('/')[0] ?? name;
}

function lineOf(end: End, reasons: readonly string[]): string {
  return [AMONG[end], ...reasons].join('; ');
}
