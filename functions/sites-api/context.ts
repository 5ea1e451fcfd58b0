/** What the routes work with. */
import type { S3Client } from '@aws-sdk/client-s3';
import type { DatabaseOptions } from '../../shared/database/duckdb.ts';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';
import type { HealthChecks } from '../../shared/served/health.ts';
import type { ServedStore } from '../../shared/served/store.ts';
import { hasReadings, type ServedSite } from '../../shared/served/table.ts';
import type { Access, ApiAuthoriser } from './access.ts';
import { Problem } from './problem.ts';

export interface ApiContext {
  readonly lake: LakeStore;
  readonly store: ServedStore;
  readonly s3: S3Client;
  readonly checks: HealthChecks;
  readonly database: DatabaseOptions;
  readonly folder: string;
  readonly authoriser: ApiAuthoriser;
  readonly version: string;
  readonly now: () => Date;
}

/** What a request carries beside its own. */
export interface ApiEnvironment {
  Bindings: { readonly event?: { readonly requestContext?: unknown } };
  Variables: { access: Access };
}

/**
 * @returns what the table knows of a site
 * @throws Problem 404 where there is none, or none that the caller sees: the two are not told apart
 */
export async function seenSite(site: string, access: Access, { store }: ApiContext): Promise<ServedSite> {
  const known = access.sees(site) ? await store.site(site) : undefined;
  if (!known || !hasReadings(known)) throw noSuchSite(site);
  return known;
}

export function noSuchSite(site: string): Problem {
  return new Problem(404, `There is no site ${JSON.stringify(site)} that you see. GET /sites lists them.`);
}
