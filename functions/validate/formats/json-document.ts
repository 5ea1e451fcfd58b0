/**
 * A JSON document whose readings lie in a list deeper inside it, as APIs and home systems give them: objects, or pairs
 * of a time and a value. What stands around the list and names or measures its elements becomes a member of each.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseJson } from '../../../shared/text/parse-json.ts';
import type { FileFormat } from './format.ts';
import { readingsInColumns } from './json-columns.ts';
import { elementsOf, TOPIC_BEFORE } from './json-elements.ts';
import { holdsList, isObject, numbersIn } from './json-values.ts';

export const jsonDocument: FileFormat = {
  name: 'json-document',
  detect: { by: 'text', is: ({ text }) => isDocument(text.trimStart()) },
  holds: 'objects',
  fixes: {},
  async toTable(from, to) {
    const out = createWriteStream(to);
    try {
      for (const { members, raw } of await elementsOf(from)) {
        // A damaged line stays as it is, and is rejected where it is read.
        if (!out.write(`${members ? JSON.stringify(members) : raw}\n`)) await once(out, 'drain');
      }
    } finally {
      out.end();
      await finished(out);
    }
    return [];
  },
  async records({ shown }, _dialect, visit) {
    for (const { line, raw } of await elementsOf(shown)) await visit({ line, offset: -1, bytes: Buffer.from(raw) });
  },
};

/** One object over several lines or with a list inside it, or an array of arrays or of objects that hold lists. */
function isDocument(text: string): boolean {
  if (TOPIC_BEFORE.test(text)) return true;
  if (text.startsWith('{')) {
    const line = text.split('\n', 1)[0] ?? '';
    const parsed = parseJson(line);
    return parsed === undefined
      ? !/^\{.*\}\s*$/.test(line) || /^[^\n]*\[\s*[{[]/.test(line)
      : holdsList(parsed) || holdsNumbersBelow(parsed);
  }
  return /^\[\s*\[/.test(text) || (text.startsWith('[') && holdsList(firstElement(text)));
}

function firstElement(text: string): unknown {
  for (let end = text.indexOf('}'), tries = 0; end > 0 && tries < 20; end = text.indexOf('}', end + 1), tries += 1) {
    const element = parseJson(text.slice(1, end + 1));
    if (element !== undefined) return element;
  }
  return /^\[\s*\{[^{}]*\[\s*[{[]/.test(text) ? { list: [{}] } : undefined;
}

/** One object a line, whose readings lie in objects or lists of their own. */
function holdsNumbersBelow(value: unknown): boolean {
  if (!isObject(value)) return false;
  return (
    readingsInColumns(value) !== undefined || Object.values(value).some((each) => isObject(each) && numbersIn(each))
  );
}
