import { setTimeout as sleep } from 'node:timers/promises';
import { objectCreatedEventSchema } from '../../shared/object-created.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import type { Connection } from '../connection.ts';
import { CliError } from '../errors.ts';
import { commandLine } from '../hints.ts';
import { describeRun, listRuns } from './executions.ts';
import type { Upload } from './upload.ts';

const PATIENCE_MS = 60_000;
const PAUSE_MS = { local: 20, remote: 1000 };
/** The wanted run is among the newest; looking further back would only find others. */
const NEWEST = 50;

/**
 * The run that an upload started. The rule chooses the run's name, so it is found by its input: the newest runs are
 * read until one names this key and these bytes.
 * @throws CliError when none has begun within a minute
 */
export async function runOf(connection: Connection, upload: Upload): Promise<string> {
  const others = new Set<string>();
  const pause = PAUSE_MS[connection.home === undefined ? 'remote' : 'local'];
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(pause)) {
    let seen = 0;
    for await (const { name = '' } of listRuns(connection)) {
      seen += 1;
      if (!others.has(name)) {
        const { input } = await describeRun(connection, name);
        if (isAbout(input ?? '', upload)) return name;
        others.add(name);
      }
      if (seen === NEWEST) break;
    }
  }
  throw new CliError(`${sanitize(upload.key)} was uploaded, but no run has begun.`, {
    hint: `The rule that starts runs may be disabled; check the set-up: ${commandLine('doctor')}`,
  });
}

function isAbout(input: string, upload: Upload): boolean {
  let json: unknown;
  try {
    json = JSON.parse(input);
  } catch {
    return false;
  }
  const event = objectCreatedEventSchema.safeParse(json);
  if (!event.success) return false;
  const { object } = event.data.detail;
  if (object.key !== upload.key) return false;
  return upload.version === undefined ? object.etag === upload.etag : object['version-id'] === upload.version;
}
