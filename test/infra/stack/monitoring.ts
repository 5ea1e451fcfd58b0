import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anchor } from '../../../infra/monitoring/index.ts';
import { functionNames } from '../../../shared/runtime/lambda-functions.ts';
import { QUIET_RUNS } from '../../../statemachine/backfill.ts';
import { RECIPIENTS } from '../helpers/synth.ts';
import { dev, devByTokens, prod } from './stages.ts';

const runbook = readFileSync(new URL('../../../docs/RUNBOOK.md', import.meta.url), 'utf8');
/** A table of codes, which test/docs/declared.test.ts holds to the code, and what a person begins. */
const OF_NO_ALARM = ['How a run ends', 'Many uploads at once'];
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .filter((text) => !OF_NO_ALARM.some((heading) => text.startsWith(`${heading}\n`)))
    .map((text) => [text.slice(0, text.indexOf('\n')), text] as const),
);

const alarmSchema = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()).length(1),
  OKActions: z.array(z.unknown()).length(1),
  TreatMissingData: z.enum(['notBreaching', 'breaching']),
});
const alarms = Object.values(prod.template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) =>
  alarmSchema.parse(Properties),
);
const titleOf = ({ AlarmName }: (typeof alarms)[number]) => AlarmName.slice('energy-analytics-prod: '.length);

describe('the alarms', () => {
  it('are those that the runbook explains, no more and no less', () => {
    expect(alarms.map(titleOf).sort()).toEqual([...sections.keys()].sort());
  });

  it.each(alarms.map((alarm) => [titleOf(alarm), alarm] as const))(
    '%s is linked to its section',
    (title, { AlarmDescription }) => {
      expect(AlarmDescription).toContain(`docs/RUNBOOK.md#${anchor(title)}`);
      const headings = [...(sections.get(title) ?? '').matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
      expect(headings).toEqual(['Description', 'Investigation', 'Resolution']);
    },
  );

  it('fall silent when nothing happens, but not when what must be measured is not', () => {
    const breaching = alarms.filter(({ TreatMissingData }) => TreatMissingData === 'breaching').map(titleOf);
    expect(breaching.sort()).toEqual(['No energy processed', 'Unprocessed uploads']);
  });

  it('leave the quiet-days alarm out where uploads come irregularly', () => {
    expect(JSON.stringify(dev.template.toJSON())).not.toContain('No energy processed');
  });
});

describe('the topics', () => {
  it('reach the recipients of the stage', () => {
    for (const Endpoint of [RECIPIENTS.ENERGY_ALERT_EMAILS, RECIPIENTS.ENERGY_OPERATIONS_EMAILS]) {
      dev.template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint });
    }
    dev.template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sms',
      Endpoint: RECIPIENTS.ENERGY_ALERT_SMS,
    });
  });

  it('tell a recipient of what is so bad as it asked for, and of what says no severity', () => {
    const subscription = (Endpoint: string, ...severities: string[]) => ({
      Endpoint,
      FilterPolicy: { severity: [...severities, { exists: false }] },
    });
    const type = 'AWS::SNS::Subscription';
    devByTokens.template.hasResourceProperties(type, subscription('owner@example.com', 'HIGH', 'CRITICAL'));
    devByTokens.template.hasResourceProperties(type, subscription('+12025550199', 'CRITICAL'));
  });

  it('admit the services that send, of this account only, and refuse what is not encrypted', () => {
    const account = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
    dev.template.allResourcesProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition: account }),
          Match.objectLike({ Principal: { Service: 'budgets.amazonaws.com' }, Condition: account }),
        ]),
      }),
    });
  });
});

it('tells of each run that does not succeed, but for those of a backfill', () => {
  dev.template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        stateMachineArn: [Match.anyValue()],
        name: [{ 'anything-but': { prefix: QUIET_RUNS } }],
      },
    },
    Targets: [
      Match.objectLike({
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('tellfailedrun'), 'Arn'] },
        DeadLetterConfig: Match.anyValue(),
      }),
    ],
  });
});

it('sends a notice before and when the budget is spent, counting this stage only', () => {
  dev.template.hasResourceProperties('AWS::Budgets::Budget', {
    Budget: {
      BudgetLimit: { Amount: 10, Unit: 'USD' },
      TimeUnit: 'MONTHLY',
      CostFilters: { TagKeyValue: ['user:energy-analytics-stage$dev'], Region: [{ Ref: 'AWS::Region' }] },
    },
    NotificationsWithSubscribers: [
      Match.objectLike({ Notification: Match.objectLike({ NotificationType: 'ACTUAL', Threshold: 80 }) }),
      Match.objectLike({ Notification: Match.objectLike({ NotificationType: 'ACTUAL', Threshold: 100 }) }),
      Match.objectLike({ Notification: Match.objectLike({ NotificationType: 'FORECASTED', Threshold: 100 }) }),
    ],
  });
});

it('saves queries over the logs of every function, under the name of the stack', () => {
  const saved = Object.values(dev.template.findResources('AWS::Logs::QueryDefinition')).map(({ Properties }) =>
    z.object({ Name: z.string(), QueryString: z.string(), LogGroupNames: z.array(z.unknown()) }).parse(Properties),
  );
  expect(saved.map(({ Name }) => Name).sort()).toEqual(
    ['Processes that ended', 'Steps that failed', 'Time and memory by function', 'Uploads that were refused'].map(
      (name) => `energy-analytics-dev/${name}`,
    ),
  );
  for (const { Name, LogGroupNames } of saved) expect(LogGroupNames, Name).toHaveLength(functionNames().length + 3);
  expect(saved.find(({ Name }) => Name.endsWith('failed'))?.QueryString).toContain('filter message = "step:failed"');
});
