import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type FunctionName, functionNames, LAMBDA_FUNCTIONS } from '../shared/runtime/lambda-functions.ts';
import { taskTimeout } from './task-limits.ts';

const taskSchema = z.object({ Type: z.literal('Task'), Parameters: z.object({ FunctionName: z.string() }) });

const FILE = new URL('./energy-analytics.asl.json', import.meta.url);

/** The state machine file as it ships, with its `${Placeholders}`; each task's time-out is that of its function. */
export function readTemplate(): string {
  return JSON.stringify(withTimeouts(JSON.parse(readFileSync(FILE, 'utf8'))), null, 2);
}

/** A task's time-out stands in the file to be read, and comes from the function's declaration. */
function withTimeouts(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withTimeouts);
  if (typeof part !== 'object' || part === null) return part;
  const copy = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withTimeouts(value)]));
  const { success, data: task } = taskSchema.safeParse(part);
  if (!success) return copy;
  const name = functionNames().find(
    (each) => task.Parameters.FunctionName === `\${${LAMBDA_FUNCTIONS[each].placeholder}}`,
  );
  return name ? { ...copy, TimeoutSeconds: taskTimeout(LAMBDA_FUNCTIONS[name].timeoutSeconds) } : copy;
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
export function readDefinition(arnOf: (name: FunctionName) => string): unknown {
  const values = Object.fromEntries(functionNames().map((name) => [LAMBDA_FUNCTIONS[name].placeholder, arnOf(name)]));
  return JSON.parse(substitute(readTemplate(), values));
}
