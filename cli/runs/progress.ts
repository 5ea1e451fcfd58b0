import { failureLine, failureOf } from '../../shared/failures/failure.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { duration } from '../output/format.ts';
import { paint, type Style } from '../output/style.ts';
import { type StateStatus, type StateView, workOf } from './states.ts';

const MARKS: Readonly<Record<StateStatus, { mark: string; style: Style; word: string }>> = {
  RUNNING: { mark: '…', style: 'cyan', word: 'running' },
  RETRYING: { mark: '↻', style: 'yellow', word: 'failed, may be tried again' },
  SUCCEEDED: { mark: '✓', style: 'green', word: 'succeeded' },
  CAUGHT: { mark: '!', style: 'yellow', word: 'failed, went on without it' },
  FAILED: { mark: '✗', style: 'red', word: 'failed' },
  ABORTED: { mark: '-', style: 'red', word: 'given up' },
};

/** One line about one state. */
function stateLine(state: StateView, now: Date, stream: NodeJS.WriteStream): string {
  const { mark, style, word } = MARKS[state.status];
  const took = duration((state.ended ?? now).getTime() - state.entered.getTime());
  const attempts = state.attempts > 1 ? `, attempt ${state.attempts}` : '';
  const failed = state.failure && state.status !== 'SUCCEEDED' ? state.failure : undefined;
  const why = failed ? `  ${failureLine(failureOf(failed.error, failed.cause))}` : '';
  const name = `${sanitize(state.name)} `.padEnd(18);
  const aside = paint(`${took}${attempts}`, 'dim', stream);
  return `  ${paint(mark, style, stream)} ${name}${paint(word, style, stream)} ${aside}${why}`;
}

/** Shows a run's states while it runs. */
export interface Progress {
  show(states: StateView[]): void;
  /** Leaves the last picture standing. */
  end(): void;
}

/** On a terminal the picture is rewritten in place; elsewhere each state's end is a line. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY ? createPicture(stream) : createLines(stream);
}

function createLines(stream: NodeJS.WriteStream): Progress {
  const told = new Set<string>();
  return {
    show(states) {
      for (const state of workOf(states)) {
        const key = `${state.name} ${state.status} ${state.attempts}`;
        if (state.status === 'RUNNING' || told.has(key)) continue;
        told.add(key);
        stream.write(`${stateLine(state, new Date(), stream)}\n`);
      }
    },
    end() {},
  };
}

const CURSOR_UP = (lines: number) => (lines === 0 ? '' : `\x1b[${lines}A`);
const CLEAR_BELOW = '\x1b[0J';
const NO_WRAP = '\x1b[?7l';
const WRAP = '\x1b[?7h';

function createPicture(stream: NodeJS.WriteStream): Progress {
  let lines = 0;
  return {
    show(states) {
      const now = new Date();
      // Lines that wrapped would make the count, and with it the next picture's place, wrong.
      const picture = workOf(states).map((state) => `${stateLine(state, now, stream)}\n`);
      stream.write(`${CURSOR_UP(lines)}\r${CLEAR_BELOW}${NO_WRAP}${picture.join('')}${WRAP}`);
      lines = picture.length;
    },
    end() {
      lines = 0;
    },
  };
}
