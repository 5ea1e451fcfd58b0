import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';

/** @returns the id that X-Ray and every log line know an execution by; undefined when it was not traced */
export function traceOf({ traceHeader }: Partial<Pick<DescribeExecutionOutput, 'traceHeader'>>): string | undefined {
  return /Root=(1-[\da-f]{8}-[\da-f]{24})/.exec(traceHeader ?? '')?.[1];
}
