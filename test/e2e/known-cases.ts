/** Cases that are known to fail, each with the reason: a person decided that it may. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** Kept with the code that fails them; absent while there are none. */
const DECLARED = new URL('./known-cases.json', import.meta.url);

const declaredSchema = z.record(z.string(), z.string().min(1));

/**
 * @param text of a file that a person names: JSON by case, or a line each, the name first and then the reason
 * @returns reasons by folder and file
 */
export function knownCases(text?: string): ReadonlyMap<string, string> {
  if (text === undefined) return existsSync(DECLARED) ? declared(readFileSync(DECLARED, 'utf8')) : new Map();
  return text.trimStart().startsWith('{') ? declared(text) : listed(text);
}

function declared(text: string): ReadonlyMap<string, string> {
  return new Map(Object.entries(declaredSchema.parse(JSON.parse(text))));
}

function listed(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const [, name = '', reason = ''] = /^(\S+)\s+(.+)$/.exec(line) ?? [];
        if (name === '') throw new Error(`a known case needs a name and a reason: ${line}`);
        return [name, reason] as const;
      }),
  );
}
