import { LOCAL_REGION } from '../service.ts';
import type { ContainerSettings } from './protocol.ts';

/** How one function is configured. */
export interface FunctionSettings {
  /** absolute path or file URL of the module that exports `handler` */
  handler: string;
  memoryMb: number;
  timeoutSeconds: number;
  /** the size of /tmp on AWS; here the disk is the limit */
  ephemeralMb: number;
  env: Record<string, string>;
}

/**
 * The function's variables over the process's own, without its AWS ones: a profile, a token or an endpoint of a real
 * account in the developer's shell must not reach a function that runs locally.
 */
export function environment(
  settings: FunctionSettings,
  container: ContainerSettings,
  tmp: string,
): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !/^(AWS_|_X_AMZN_)/.test(name)) inherited[name] = value;
  }
  return {
    ...inherited,
    AWS_REGION: LOCAL_REGION,
    AWS_DEFAULT_REGION: LOCAL_REGION,
    AWS_LAMBDA_FUNCTION_NAME: container.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: container.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: container.logStream,
    ...settings.env,
    TMPDIR: tmp,
  };
}
