/** Files that a person dropped on the page, kept on this machine until they are sent or the console ends. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError } from '../../cli/errors.ts';
import { commandLine } from '../../cli/hints.ts';
import { bytes } from '../../cli/output/format.ts';
import { fileOf, type LocalFile } from '../../cli/runs/upload.ts';
import { MAX_UPLOAD_BYTES } from '../../shared/runtime/lambda-functions.ts';
import { FILE_NAME_HEADER, type Staged } from '../api/uploads.ts';
import { BadRequest } from './served.ts';

/** The oldest one makes room for one more. */
const MOST = 20;

export interface Staging {
  /** Keeps the body of a request. @throws BadRequest without a name; CliError when it is too large */
  take(request: IncomingMessage): Promise<Staged>;
  /** @throws CliError when it is not kept any more */
  find(id: string): LocalFile;
  /** It was sent: nobody needs it here. */
  drop(id: string): Promise<void>;
  close(): Promise<void>;
}

export async function createStaging(): Promise<Staging> {
  const folder = await mkdtemp(join(tmpdir(), 'energy-console-'));
  const kept = new Map<string, LocalFile>();

  async function drop(id: string): Promise<void> {
    kept.delete(id);
    await rm(join(folder, id), { force: true });
  }

  return {
    async take(request) {
      const name = nameIn(request);
      const id = randomUUID();
      const path = join(folder, id);
      try {
        await pipeline(request, limited(name), createWriteStream(path, { mode: 0o600 }));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      const { size } = await stat(path);
      for (const oldest of kept.keys()) if (kept.size >= MOST) await drop(oldest);
      kept.set(id, fileOf(name, path, size));
      return { file: id, name, bytes: size };
    },
    find(id) {
      const found = kept.get(id);
      if (found) return found;
      throw new CliError('The console does not have this file any more.', { hint: 'Drop it again.' });
    },
    drop,
    async close() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function limited(name: string): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size <= MAX_UPLOAD_BYTES) return done(null, chunk);
      done(
        new CliError(`${name} holds more than ${bytes(MAX_UPLOAD_BYTES)}, which is what is accepted.`, {
          hint: `Cut it into parts of whole days, and upload these: ${commandLine('split FILE')}`,
        }),
      );
    },
  });
}

const UNNAMED = `A file needs its name, percent-encoded, in ${FILE_NAME_HEADER}.`;

/** The name alone, whatever folders the header says. */
function nameIn({ headers }: IncomingMessage): string {
  const header = headers[FILE_NAME_HEADER];
  if (typeof header !== 'string') throw new BadRequest(UNNAMED);
  let text: string;
  try {
    text = decodeURIComponent(header);
  } catch {
    throw new BadRequest(UNNAMED);
  }
  const name = basename(text.replaceAll('\\', '/').replaceAll('\0', ''));
  if (name === '' || name === '.' || name === '..') throw new BadRequest(UNNAMED);
  return name;
}
