import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { createFunctions, type FunctionSettings, logFile } from '../../local/lambda/index.ts';
import { functionNamed, functionSettings } from '../../local/lambda-functions.ts';
import { FunctionError } from '../../local/service.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { type Connection, withConnection } from '../connection.ts';
import { CliError, codeOf, EXIT, messageOf, usageError } from '../errors.ts';
import type { GlobalOptions } from '../options.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { personsPath } from '../paths.ts';
import { logLine } from '../runs/log-line.ts';

const LOG = 'invoke';

export async function invokeCommand(name: string, options: GlobalOptions & { event: string }): Promise<void> {
  const event = await readEvent(options.event);
  await withConnection(options, async (connection) => {
    const folder = await mkdtemp(join(tmpdir(), 'energy-invoke-'));
    const functions = createFunctions({
      functions: { [name]: settingsOf(name, connection) },
      tmp: folder,
      logs: folder,
      concurrency: 1,
    });
    try {
      print(jsonText(await functions.invoke(name, event, { logTo: LOG })));
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      print(jsonText({ errorType: error.errorType, errorMessage: error.message, trace: error.trace }));
      process.exitCode = EXIT.failed;
    } finally {
      await functions.close();
      await printLog(logFile(folder, LOG));
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function readEvent(file: string): Promise<unknown> {
  const shown = file === '-' ? 'stdin' : sanitize(file);
  let json: string;
  try {
    json = file === '-' ? await text(process.stdin) : await readFile(personsPath(file), 'utf8');
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'There is no such file' : messageOf(error);
    throw new CliError(`${shown} cannot be read. ${why}.`, { exitCode: EXIT.usage, cause: error });
  }
  try {
    return JSON.parse(json);
  } catch (error) {
    throw usageError(`${shown} is not JSON: ${sanitize(messageOf(error))}.`, 'An event is one JSON document.');
  }
}

function settingsOf(name: string, connection: Connection): FunctionSettings {
  const known = functionNamed(name);
  if (!known) throw usageError(`There is no function ${sanitize(name)}.`);
  const { endpoint } = connection;
  if (endpoint === undefined) {
    throw usageError(
      "'invoke' calls a function of this checkout on a local stack, not one on AWS.",
      "On AWS: 'aws lambda invoke'.",
    );
  }
  return functionSettings(known, { ...connection, endpoint });
}

async function printLog(file: string): Promise<void> {
  if (!existsSync(file)) return;
  for await (const line of createInterface({ input: createReadStream(file) })) note(logLine(JSON.parse(line)));
}
