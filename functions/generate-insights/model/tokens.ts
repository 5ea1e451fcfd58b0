import type { ModelCall } from '../../../shared/report/insights.ts';

interface Usage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

/** @returns null when the provider did not count */
export function tokensOf(usage: Usage | undefined): ModelCall['tokens'] {
  const { inputTokens: input, outputTokens: output } = usage ?? {};
  return input === undefined || output === undefined ? null : { input, output };
}
