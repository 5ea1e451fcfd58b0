import { PREFIXES } from '../shared/lake/keys.ts';

/**
 * The pattern of the rule that starts the state machine: the CDK stack makes the rule from it and the local stack
 * matches events against it.
 */
export function uploadPattern(bucket: string) {
  return {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [bucket] }, object: { key: [{ prefix: PREFIXES.raw }] } },
  };
}

/**
 * The pattern of the rule that tells whoever serves sites that one of them has changed: the write of a site's record is
 * the event, so nothing can be lost between the two.
 */
export function recordPattern(bucket: string) {
  return {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [bucket] }, object: { key: [{ prefix: PREFIXES.recordSites }] } },
  };
}

/**
 * The pattern of the rule that starts the state machine for an upload that a person deletes. Where a lifecycle rule
 * deletes, the reason is another one.
 */
export function deletionPattern(bucket: string) {
  return {
    source: ['aws.s3'],
    'detail-type': ['Object Deleted'],
    detail: {
      bucket: { name: [bucket] },
      object: { key: [{ prefix: PREFIXES.raw }] },
      reason: ['DeleteObject'],
      'deletion-type': ['Delete Marker Created'],
    },
  };
}

type Matcher = string | { prefix: string };
interface Pattern {
  readonly [field: string]: readonly Matcher[] | Pattern;
}

function isMatcherList(value: readonly Matcher[] | Pattern): value is readonly Matcher[] {
  return Array.isArray(value);
}

/**
 * EventBridge's matching for the operators that the pattern above uses: exact values and prefixes; every field named by
 * the pattern must be there and match one of its matchers.
 */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  if (typeof event !== 'object' || event === null) return false;
  const fields = new Map(Object.entries(event));
  return Object.entries(pattern).every(([field, expected]) => {
    const value: unknown = fields.get(field);
    if (!isMatcherList(expected)) return matchesPattern(expected, value);
    return (
      typeof value === 'string' &&
      expected.some((matcher) => (typeof matcher === 'string' ? value === matcher : value.startsWith(matcher.prefix)))
    );
  });
}
