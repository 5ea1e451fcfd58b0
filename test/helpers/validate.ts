/** Runs the real validate step over one file's bytes, in a folder of its own. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { validate } from '../../functions/validate/validate.ts';
import type { QuarantinedRecord } from '../../functions/validate/write/quarantine.ts';
import type { Validated, ValidateOutput } from '../../shared/contract.ts';
import { literal, type Row, withDatabase } from '../../shared/database/duckdb.ts';
import { type AppliedLayout, appliedLayoutSchema } from '../../shared/readings/layout.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { folderLake } from './folder-lake.ts';
import { createStepContext } from './step-context.ts';

export interface Ingested {
  readonly output: ValidateOutput;
  /** Accepted readings, in order of site, appliance and time. */
  readonly rows: Row[];
  readonly rejected: QuarantinedRecord[];
  readonly files: string[];
  /** The layout as it was applied. */
  readonly layout: AppliedLayout | undefined;
}

export interface IngestOptions {
  readonly key?: string;
  readonly metadata?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly now?: Date;
  /** Threads of the database, 1 when left out. */
  readonly threads?: number;
  /** Other objects of the lake. */
  readonly objects?: Readonly<Record<string, string>>;
  /** Is shown the keys of the lake afterwards, also when the upload was refused. */
  readonly seen?: (keys: readonly string[]) => void;
  /** Does more with what was written, before it is deleted. */
  readonly after?: (output: Validated, context: StepContext) => Promise<void>;
}

export async function ingest(content: string | Buffer, options: IngestOptions = {}): Promise<Ingested> {
  const root = await mkdtemp(join(tmpdir(), 'energy-validate-'));
  try {
    const key = options.key ?? 'raw/upload.csv';
    const file = join(root, 'lake', key);
    mkdirSync(dirname(file), { recursive: true });
    await writeFile(file, content);
    const lake = folderLake(join(root, 'lake'), 'test-lake');
    for (const [other, text] of Object.entries(options.objects ?? {})) await lake.putText(other, text, 'text/plain');
    if (options.metadata) lake.setMetadata(key, options.metadata);
    const context = createStepContext(lake, root, {
      now: () => options.now ?? new Date('2026-11-02T08:00:00Z'),
      ...(options.env ? { env: options.env } : {}),
      threads: options.threads ?? 1,
    });
    const etag = createHash('md5').update(content).digest('hex');
    const output = await validate(
      {
        run: 'run-1',
        event: {
          id: 'event-1',
          'detail-type': 'Object Created',
          source: 'aws.s3',
          time: '2026-11-02T07:59:00Z',
          detail: { bucket: { name: 'test-lake' }, object: { key, etag } },
        },
      },
      context,
    ).finally(async () => options.seen?.(await lake.keys()));
    const files = await lake.keys();
    if (output.outcome !== 'READY') return { output, rows: [], rejected: [], files, layout: undefined };
    await options.after?.(output, context);
    const parquet = output.data.months.map((month) =>
      join(root, 'lake', `${output.data.prefix}month=${month}/data.parquet`),
    );
    const rows = await withDatabase(context.database, (db) =>
      db.rows(
        `SELECT * FROM read_parquet([${parquet.map(literal).join(', ')}], hive_partitioning = false) ` +
          `ORDER BY site_id, appliance, utc`,
      ),
    );
    const rejected = output.quarantine
      ? (await readFile(join(root, 'lake', output.quarantine), 'utf8'))
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [];
    const layout = output.layout
      ? appliedLayoutSchema.parse(JSON.parse(await readFile(join(root, 'lake', output.layout), 'utf8')))
      : undefined;
    return { output, rows, rejected, files, layout };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
