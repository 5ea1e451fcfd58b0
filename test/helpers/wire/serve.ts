/**
 * S3 alone in a process of its own, for tests that kill it: `node serve.ts HOME` prints its address on the first line.
 */
import { createS3 } from '../../../local/s3/index.ts';
import { createFront } from '../../../local/server.ts';
import { createSns } from '../../../local/sns.ts';

const home = process.argv[2] ?? '';
const s3 = await createS3({ home, onChanged: () => undefined });
await s3.createBucket('energy-lake');
const health = { home, pid: process.pid, version: 'test' };
const front = await createFront({ json: [], s3, sns: createSns({ home }), port: 0, host: '127.0.0.1', health });
console.log(front.url);
