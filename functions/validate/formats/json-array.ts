/** A JSON array of objects: its elements are the records, wherever the lines end. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Decision } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { MAX_LINE_BYTES } from '../open/index.ts';
import type { FileFormat, Visit } from './format.ts';
import { type Machine, scanRecords } from './scan.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

export const jsonArray: FileFormat = {
  name: 'json-array',
  detect: { by: 'text', is: ({ text }) => /^\s*\[\s*([{\]"\d-]|null|true|false)/.test(text) },
  holds: 'objects',
  fixes: {},
  toTable: arrayToLines,
  records: ({ shown }, _dialect, visit) => elementsOf(shown, visit),
};

function elementsOf(file: string, visit: Visit): Promise<void> {
  return scanRecords(file, { machine: arrayMachine(), trims: true }, visit);
}

/**
 * DuckDB reads lines; an element that is too long for one becomes `null`, which is no record and is rejected as such.
 */
async function arrayToLines(from: string, to: string): Promise<Decision[]> {
  const out = createWriteStream(to);
  let elements = 0;
  try {
    await elementsOf(from, async ({ bytes }) => {
      elements += 1;
      const line = bytes.length < MAX_LINE_BYTES ? bytes.toString('latin1').replace(/[\r\n]/g, ' ') : 'null';
      if (!out.write(`${line}\n`, 'latin1')) await once(out, 'drain');
    });
  } finally {
    out.end();
    await finished(out);
  }
  if (elements === 0) throw new InputRejected('EMPTY_FILE', 'The JSON array is empty.');
  return [];
}

/** The elements of a top-level JSON array. */
function arrayMachine(): Machine {
  let depth = 0;
  let inString = false;
  let escaped = false;
  return {
    unfinished: () => (depth > 0 ? 'The JSON array is never closed' : undefined),
    ends(byte) {
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
        return false;
      }
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
        depth += 1;
        return depth === 1;
      } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) {
        depth -= 1;
        return depth === 0;
      }
      return byte === COMMA && depth === 1;
    },
  };
}
