/** Who asks, and which sites that person or program sees. */
import { z } from 'zod';
import { CONFIG_KEYS } from '../../shared/lake/keys.ts';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';
import { parseJson } from '../../shared/text/parse-json.ts';
import { fitsPattern } from '../../shared/text/wildcard.ts';
import { Problem } from './problem.ts';

/** How a stage knows who asks: a role or user of AWS, a token of an identity provider, or not at all (on a laptop). */
export const API_AUTHORISERS = ['iam', 'jwt', 'none'] as const;
export type ApiAuthoriser = (typeof API_AUTHORISERS)[number];

/** `config/access.json`: by principal, patterns of the sites that it sees, in which `*` stands for any characters. */
export const accessSchema = z.strictObject({ principals: z.record(z.string(), z.array(z.string().min(1))) });

/** What the authoriser of API Gateway adds to a request. */
const requestContextSchema = z.object({
  authorizer: z
    .object({
      iam: z.object({ userArn: z.string() }).optional(),
      jwt: z.object({ claims: z.record(z.string(), z.unknown()) }).optional(),
    })
    .optional(),
});

/**
 * The names by which the lake may know the caller: of a role its ARN, whatever the session; of a token its subject and
 * its groups.
 */
export function principalsOf(authoriser: ApiAuthoriser, requestContext: unknown): string[] {
  const { iam, jwt } = requestContextSchema.safeParse(requestContext).data?.authorizer ?? {};
  switch (authoriser) {
    case 'iam':
      return iam ? [roleOf(iam.userArn)] : [];
    case 'jwt':
      return jwt ? [...textOf(jwt.claims.sub), ...groupsOf(jwt.claims['cognito:groups'])] : [];
    case 'none':
      return [];
  }
}

/** `arn:aws:sts::1:assumed-role/NAME/SESSION` is the role `arn:aws:iam::1:role/NAME`. */
function roleOf(arn: string): string {
  return arn.replace(/^arn:(aws[\w-]*):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
}

function textOf(value: unknown): string[] {
  return typeof value === 'string' && value !== '' ? [value] : [];
}

/** API Gateway hands a list on as text: `[a b]`. */
function groupsOf(value: unknown): string[] {
  const groups = Array.isArray(value)
    ? value.flatMap(textOf)
    : textOf(value).flatMap((text) => text.replace(/^\[|\]$/g, '').split(/[\s,]+/));
  return groups.filter((group) => group !== '').map((group) => `group:${group}`);
}

export interface Access {
  readonly all: boolean;
  sees(site: string): boolean;
}

const EVERYTHING: Access = { all: true, sees: () => true };

/**
 * @returns what the caller sees: without a line in `config/access.json`, nothing
 * @throws Problem 401 where nobody says who asks; 500 where the file cannot be read
 */
export async function accessOf(authoriser: ApiAuthoriser, context: unknown, lake: LakeStore): Promise<Access> {
  if (authoriser === 'none') return EVERYTHING;
  const principals = principalsOf(authoriser, context);
  if (principals.length === 0) throw new Problem(401, 'The request does not say who asks.');
  const stored = await lake.getText(CONFIG_KEYS.access);
  const parsed = accessSchema.safeParse(stored ? parseJson(stored.text) : { principals: {} });
  if (!parsed.success) throw new Problem(500, `${CONFIG_KEYS.access} is not what docs/API.md describes.`);
  const known = new Map(Object.entries(parsed.data.principals));
  const patterns = principals.flatMap((principal) => known.get(principal) ?? []);
  return {
    all: patterns.includes('*'),
    sees: (site) => patterns.some((pattern) => fitsPattern(site, pattern)),
  };
}
