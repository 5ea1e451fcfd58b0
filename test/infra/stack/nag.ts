import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { dev, devByTokens, prod, prodInNetwork } from './stages.ts';

const STAGES = [
  ['dev', dev],
  ['dev by tokens', devByTokens],
  ['prod', prod],
  ['prod in a network', prodInNetwork],
] as const;

describe.each(STAGES)('cdk-nag on %s', (_, { app, stack }) => {
  /** Every acknowledgement: where it stands, what it accepts, and why. */
  const acknowledged = stack.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) =>
        Object.entries(data as Record<string, string>).map(([id, reason]) => ({
          construct,
          rule: id.replace(/^annotation::/i, ''),
          reason,
        })),
      )
      // The CDK's own constructs accept findings of the CDK's own checks.
      .filter(({ rule }) => rule.startsWith('AwsSolutions-')),
  );

  it('has no finding', () => {
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual([]);
  });

  it('accepts findings only with a reason', () => {
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const { rule, reason } of acknowledged) expect(reason, rule).toMatch(/\w+( \S+){5,}/);
  });

  it('accepts no whole family of findings, and nothing for the whole stack', () => {
    for (const { rule, construct } of acknowledged) {
      expect(rule).not.toMatch(/^AwsSolutions-IAM[45]$/);
      expect(construct).not.toBe(stack);
    }
  });

  it('accepts nothing that is not found any more', () => {
    const found = new Map<string, string[]>();
    // Private in its declaration; without it every finding shows.
    const pack = new AwsSolutionsChecks(app);
    Object.defineProperty(pack, 'isAcknowledged', { value: () => false });
    for (const { ruleName, violatingResources } of pack.validateScope(app).violations) {
      found.set(
        ruleName,
        violatingResources.map(({ constructPath }) => constructPath ?? ''),
      );
    }
    const stale = acknowledged.filter(
      ({ rule, construct }) => !found.get(rule)?.some((path) => path.startsWith(`${construct.node.path}/`)),
    );
    expect(stale.map(({ rule, construct }) => `${construct.node.path}: ${rule}`)).toEqual([]);
  });
});
