/** Runs the functions as they are deployed: the bundle alone in a folder, the layer in another, a process for each. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { bundleFunction } from '../../../infra/assets/bundle.ts';
import { buildLayer, LAYER_MODULES } from '../../../infra/assets/layer.ts';
import { FunctionError, type FunctionRuntime } from '../../../local/service.ts';

export interface DeployedFunction {
  readonly name: string;
  readonly entry: string;
  readonly memoryMb: number;
  /** As in the template, resolved. */
  readonly environment: Readonly<Record<string, string>>;
  readonly hasLayer: boolean;
}

export interface Invocation {
  readonly name: string;
  readonly milliseconds: number;
  /** From the start of the process to its first invocation; 0 afterwards. */
  readonly initMilliseconds: number;
}

const answerSchema = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ requestId: z.string(), result: z.unknown() }),
  z.object({ requestId: z.string(), error: z.object({ errorType: z.string(), errorMessage: z.string() }) }),
]);

export interface DeployedRuntime extends FunctionRuntime {
  /** Lines that the functions wrote. */
  readonly output: { name: string; line: string }[];
  readonly invocations: Invocation[];
  /** The next invocation of each function starts one. */
  endProcesses(): void;
}

/**
 * @param home folder in which the functions' folders are made; it must not lie in the project, whose node_modules Node
 *   would find
 * @param endpoint what the functions' SDKs talk to
 */
export function deployedRuntime(
  functions: readonly DeployedFunction[],
  home: string,
  endpoint: string,
): DeployedRuntime {
  const opt = join(home, 'opt');
  const platform = z.object({ os: z.enum(['linux', 'darwin']), cpu: z.enum(['arm64', 'x64']) });
  // A copy: through a link Node would find the project's own modules beside the layer's.
  cpSync(buildLayer(platform.parse({ os: process.platform, cpu: process.arch })), opt, { recursive: true });
  const byName = new Map(functions.map((each) => [each.name, each]));
  const processes = new Map<string, ChildProcess>();
  const output: DeployedRuntime['output'] = [];
  const invocations: Invocation[] = [];
  const atOpt = (value: string) => value.replace(/^\/opt(?=\/)/, opt);

  function start({ name, entry, memoryMb, environment, hasLayer }: DeployedFunction): ChildProcess {
    const task = join(mkdtempSync(join(home, `${name}-`)), 'task');
    const tmp = join(task, '..', 'tmp');
    mkdirSync(tmp);
    cpSync(bundleFunction(name, entry), task, { recursive: true });
    const settings = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, atOpt(value)]));
    const child = fork(new URL('../fixtures/lambda-runtime.cjs', import.meta.url), [], {
      cwd: task,
      env: {
        ...settings,
        PATH: process.env.PATH,
        TMPDIR: tmp,
        LAMBDA_TASK_ROOT: task,
        NODE_PATH: hasLayer ? `${opt}/nodejs/node24/node_modules:${atOpt(LAYER_MODULES)}` : '',
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: name,
        AWS_SECRET_ACCESS_KEY: 'local',
        POWERTOOLS_TRACE_ENABLED: 'false',
      },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        for (const line of text.split('\n')) if (line) output.push({ name, line });
      });
    }
    return child;
  }

  function ask(child: ChildProcess, event: unknown): Promise<unknown> {
    const requestId = randomUUID();
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null) => reject(new FunctionError('Runtime.ExitError', `exit status ${code}`));
      const onMessage = (message: unknown) => {
        const answer = answerSchema.parse(message);
        if (!('requestId' in answer) || answer.requestId !== requestId) return;
        child.off('message', onMessage).off('exit', onExit);
        if ('error' in answer) reject(new FunctionError(answer.error.errorType, answer.error.errorMessage));
        else resolve(answer.result);
      };
      child.on('message', onMessage).once('exit', onExit);
      child.send({ requestId, event });
    });
  }

  return {
    output,
    invocations,
    async invoke(name, payload) {
      const declared = byName.get(name);
      if (!declared) throw new FunctionError('Lambda.ResourceNotFoundException', `Function not found: ${name}`);
      const warm = processes.get(name);
      const before = performance.now();
      const child = warm ?? start(declared);
      if (!warm) {
        await isReady(child);
        processes.set(name, child);
      }
      const ready = performance.now();
      try {
        return await ask(child, payload);
      } finally {
        const initMilliseconds = warm ? 0 : ready - before;
        invocations.push({ name, milliseconds: performance.now() - ready, initMilliseconds });
      }
    },
    endProcesses() {
      for (const child of processes.values()) child.kill();
      processes.clear();
    },
  };
}

function isReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new FunctionError('Runtime.ImportModuleError', `exit status ${code}`)));
  });
}
