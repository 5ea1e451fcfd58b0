import { existsSync, statSync } from 'node:fs';
import { plural } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { CliError, codeOf, messageOf, usageError } from '../errors.ts';
import { type Format, KINDS, type KindName, truthFileOf, writeFiles, writeRows } from '../generate/index.ts';
import { commandLine, shellWord } from '../hints.ts';
import { bytes } from '../output/format.ts';
import { note } from '../output/print.ts';
import { personsPath, shownPath } from '../paths.ts';

export interface GenerateOptions {
  readonly kind: KindName;
  readonly start?: string;
  readonly days?: number;
  readonly rows?: number;
  readonly seed: number;
  readonly format: Format;
  readonly gzip?: true;
  readonly out?: string;
  readonly force?: true;
}

export async function generateCommand(options: GenerateOptions): Promise<void> {
  const kind = KINDS[options.kind];
  const start = options.start ?? kind.start;
  const days = options.days ?? kind.days;
  const plan = kind.plan({ start, days, rows: options.rows, seed: options.seed });
  const encoding = { format: options.format, gzip: options.gzip === true };
  if (options.out === '-') return writeRows(plan, process.stdout, encoding);

  const extent = options.rows === undefined ? `${days}d` : `${options.rows}rows`;
  const name = `${options.kind}-${start}-${extent}.${options.format}${encoding.gzip ? '.gz' : ''}`;
  const file = personsPath(options.out ?? name);
  if (!options.force) refuseToReplace(file);
  try {
    await writeFiles(plan, file, encoding);
  } catch (error) {
    throw cannotWrite(file, error);
  }
  const shown = shownPath(file);
  note(`${plural(plan.rows, 'row')}, ${bytes(statSync(file).size)}: ${sanitize(shown)}`);
  note(`${plural(plan.anomalies, 'anomaly', 'anomalies')}: ${sanitize(truthFileOf(shown))}`);
  note(`Next: ${commandLine(`run ${shellWord(shown)}`)}`);
}

function refuseToReplace(file: string): void {
  for (const path of [file, truthFileOf(file)]) {
    if (existsSync(path)) {
      throw usageError(
        `${sanitize(shownPath(path))} is there already.`,
        "Choose another name with '--out', or add '--force'.",
      );
    }
  }
}

function cannotWrite(file: string, error: unknown): CliError {
  const shown = sanitize(shownPath(file));
  const why = codeOf(error) === 'ENOENT' ? 'its folder does not exist' : messageOf(error);
  return new CliError(`${shown} cannot be written: ${sanitize(why)}.`, {
    hint: "Choose another place with '--out'.",
    cause: error,
  });
}
