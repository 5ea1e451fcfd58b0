import type { Answer } from './answer.ts';
import type { HashPool } from './hash-pool.ts';
import type { Multipart } from './multipart-files.ts';
import type { S3Request } from './request.ts';
import type { Store } from './store.ts';

/** What every operation works with. */
export interface Context {
  store: Store;
  hashing: HashPool;
  multipart: Multipart;
}

export type Handler = (context: Context, request: S3Request) => Answer | Promise<Answer>;
