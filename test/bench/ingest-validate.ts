/** The validate step over one file, with a lake that keeps nothing in memory: node ingest-validate.ts FILE FOLDER. */
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { validate } from '../../functions/validate/validate.ts';
import { databaseLimits, LAMBDA_FUNCTIONS } from '../../shared/runtime/lambda-functions.ts';
import { folderLake } from '../helpers/folder-lake.ts';
import { createStepContext } from '../helpers/step-context.ts';

const [file = '', folder = ''] = process.argv.slice(2);
const key = 'raw/upload.csv';
const lake = {
  ...folderLake(join(folder, 'lake'), 'bench-lake'),
  async download(_key: string, to: string) {
    await copyFile(file, to);
    return { bytes: 0 };
  },
  async head() {
    return { etag: 'e', size: 0, metadata: {} };
  },
  async upload(to: string, from: string) {
    const path = join(folder, 'lake', to);
    await mkdir(dirname(path), { recursive: true });
    await copyFile(from, path);
  },
};
const context = createStepContext(lake, folder);
const { outcome } = await validate(
  {
    run: 'bench',
    event: {
      id: 'bench',
      'detail-type': 'Object Created',
      source: 'aws.s3',
      time: new Date().toISOString(),
      detail: { bucket: { name: lake.bucket }, object: { key, etag: 'e' } },
    },
  },
  // Many rows of a minute each go far beyond today.
  {
    ...context,
    now: () => new Date('2100-01-01'),
    database: { ...databaseLimits(LAMBDA_FUNCTIONS.validate.memoryMb), folder },
  },
);
if (outcome !== 'READY') throw new Error(`the step ended as ${outcome}`);
