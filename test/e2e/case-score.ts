/** Counts what became of the cases, and prints a line each. */
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

export class Score {
  readonly #known: ReadonlyMap<string, string>;
  readonly #verbose: boolean;
  readonly #print: (line: string) => void;
  readonly #counts = new Map<End, number>();
  readonly #folders = new Map<string, { right: number; all: number }>();
  #passed = 0;
  #failed = 0;
  #excused = 0;

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
    const known = this.#known.get(name);
    this.#counts.set(end, (this.#counts.get(end) ?? 0) + 1);
    const [folder = name] = name.split('/');
    const counted = this.#folders.get(folder) ?? { right: 0, all: 0 };
    this.#folders.set(folder, { right: counted.right + (right ? 1 : 0), all: counted.all + 1 });
    if (right) this.#passed += 1;
    else if (known === undefined) this.#failed += 1;
    else this.#excused += 1;

    this.#print(`${right ? '✓' : known === undefined ? '✗' : '–'} ${name}: ${lineOf(end, reasons)}`);
    if (known !== undefined) {
      this.#print(right ? '    is declared as a known failure, and passes' : `    known failure: ${known}`);
    }
    if (!this.#verbose) return;
    if (question !== undefined) this.#print(`    asked: ${question.slice(0, MAX_QUESTION)}`);
    if (note !== undefined && !right) this.#print(`    note: ${note}`);
  }

  /** @returns whether nothing failed but what is known to fail */
  close(): boolean {
    for (const [folder, { right, all }] of this.#folders) this.#print(`${folder}: ${right} of ${all} right`);
    for (const [end, words] of Object.entries(ENDS)) {
      const count = [...this.#counts].find(([counted]) => counted === end)?.[1] ?? 0;
      this.#print(`${words}: ${count}`);
    }
    if (this.#excused > 0) this.#print(`known failures: ${this.#excused}`);
    this.#print(`${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed === 0;
  }
}

function lineOf(end: End, reasons: readonly string[]): string {
  return [AMONG[end], ...reasons].join('; ');
}
