import { Aws } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Stage } from '../stages/load.ts';

/** Every resource carries it; a budget can only tell the stacks of an account apart by a tag. */
export const COST_TAG = 'energy-analytics-stage';

/** A notice when a month's cost reaches the budget, and one when it is forecast to. */
export function createBudget(scope: Construct, stage: Stage, operations: Topic): CfnBudget {
  const notice = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
    subscribers: [{ subscriptionType: 'SNS', address: operations.topicArn }],
  });
  return new CfnBudget(scope, 'Budget', {
    budget: {
      // The name is one of the account, whatever the region.
      budgetName: `${stage.stackName}-${Aws.REGION}`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: stage.config.budgetUsd, unit: 'USD' },
      costFilters: { TagKeyValue: [`user:${COST_TAG}$${stage.name}`], Region: [Aws.REGION] },
    },
    notificationsWithSubscribers: [notice('ACTUAL', 80), notice('ACTUAL', 100), notice('FORECASTED', 100)],
  });
}
