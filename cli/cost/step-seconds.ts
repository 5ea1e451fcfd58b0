/** How long each step of an upload is taken to need on Lambda: as measured here, times the assumed slowdown. */
import { readFileSync } from 'node:fs';
import { type FunctionName, functionNames } from '../../shared/runtime/lambda-functions.ts';
import { LAMBDA_SLOWDOWN } from './estimate.ts';
import { measuredSchema } from './shape.ts';

export const MEASURED = new URL('./measured.json', import.meta.url);

/** @returns seconds of the sample month's steps when their code has to be loaded first */
export function stepSeconds(): Record<FunctionName, number> {
  const { functions } = measuredSchema.parse(JSON.parse(readFileSync(MEASURED, 'utf8'))).sampleMonth;
  const seconds = (name: FunctionName) => (functions[name].coldMilliseconds * LAMBDA_SLOWDOWN) / 1000;
  return {
    validate: seconds('validate'),
    aggregate: seconds('aggregate'),
    'detect-anomalies': seconds('detect-anomalies'),
    forecast: seconds('forecast'),
    'generate-insights': seconds('generate-insights'),
    publish: seconds('publish'),
  };
}

/** @returns what all functions of one upload take together, s */
export function secondsOfUpload(): number {
  const seconds = stepSeconds();
  return functionNames().reduce((sum, name) => sum + seconds[name], 0);
}
