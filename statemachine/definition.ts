import { readFile } from 'node:fs/promises';
import { type FunctionName, functionNames, LAMBDA_FUNCTIONS } from '../shared/runtime/lambda-functions.ts';

const FILE = new URL('./energy-analytics.asl.json', import.meta.url);

/** The state machine file as it ships, with its `${Placeholders}`. */
export async function readTemplate(): Promise<string> {
  return readFile(FILE, 'utf8');
}

/**
 * Puts a value in each place of a template.
 * @throws Error that names a placeholder without a value, or a value without a placeholder
 */
export function substitute(template: string, values: Readonly<Record<string, string>>): string {
  const unused = new Set(Object.keys(values));
  const text = template.replace(/\$\{([A-Za-z0-9]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The state machine file has a placeholder without a value: ${name}`);
    unused.delete(name);
    return value;
  });
  if (unused.size > 0) throw new Error(`No placeholder of the state machine file is named ${[...unused].join(', ')}`);
  return text;
}

/**
 * The definition with each function's ARN in its place.
 * @returns the parsed Amazon States Language document
 */
export async function readDefinition(arnOf: (name: FunctionName) => string): Promise<unknown> {
  const values = Object.fromEntries(functionNames().map((name) => [LAMBDA_FUNCTIONS[name].placeholder, arnOf(name)]));
  return JSON.parse(substitute(await readTemplate(), values));
}
