/** What `doctor --stack` looks at: whether what runs on AWS is what was deployed, and whether anything is red. */
import { isDeepStrictEqual } from 'node:util';
import { AthenaClient, GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { DescribeRuleCommand, EventBridgeClient, ListRuleNamesByTargetCommand } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import {
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { uploadPattern } from '../../events/rule.ts';
import { createCatalog } from '../../shared/tables/glue-catalog.ts';
import { glueTables } from '../../shared/tables/glue-tables.ts';
import { parseJson } from '../../shared/text/parse-json.ts';
import { readTemplate } from '../../statemachine/definition.ts';
import type { DeployedStack } from '../deployed.ts';
import { messageOf, nameOf } from '../errors.ts';
import { checkConcurrency } from './concurrency.ts';
import type { Finding } from './finding.ts';

type DeployedCheck = (stack: DeployedStack) => Promise<Finding>;

const DEPLOY = "Deploy again: 'npm run deploy -- --stage NAME'.";

/** In the order in which an upload meets them. */
export const DEPLOYED_CHECKS: readonly DeployedCheck[] = [
  checkStatus,
  checkBucket,
  checkRule,
  checkStateMachine,
  checkTables,
  checkWorkgroup,
  checkRecipients,
  checkConcurrency,
  checkAlarms,
].map((check) => async (stack) => check(stack).catch((error: unknown) => unreadable(error)));

function unreadable(error: unknown): Finding {
  return {
    state: 'wrong',
    text: `Something could not be read. ${nameOf(error)}: ${messageOf(error)}`,
    mend: 'Use credentials that may read the stack, such as those with the policy ReadOnlyAccess.',
  };
}

async function checkStatus({ name, status, version }: DeployedStack): Promise<Finding> {
  return statusFinding(name, status, version);
}

/** @param status CloudFormation's, such as UPDATE_COMPLETE */
export function statusFinding(name: string, status: string, version: string): Finding {
  if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') {
    return { state: 'ok', text: `${name} is deployed (${status}, version ${version})` };
  }
  const mend = "CloudFormation's events of the stack say which resource failed, and why.";
  if (status.endsWith('_IN_PROGRESS')) return { state: 'warning', text: `${name} is being changed (${status})` };
  if (status === 'UPDATE_ROLLBACK_COMPLETE') {
    return { state: 'warning', text: `The last deployment of ${name} was taken back (${status})`, mend };
  }
  return { state: 'wrong', text: `${name} is in a bad state (${status})`, mend };
}

async function checkBucket({ bucket: Bucket, region }: DeployedStack): Promise<Finding> {
  const s3 = new S3Client({ region });
  try {
    const [versioning, notification, access] = await Promise.all([
      s3.send(new GetBucketVersioningCommand({ Bucket })),
      s3.send(new GetBucketNotificationConfigurationCommand({ Bucket })),
      s3.send(new GetPublicAccessBlockCommand({ Bucket })),
    ]);
    return bucketFinding(Bucket, {
      isVersioned: versioning.Status === 'Enabled',
      sendsEvents: notification.EventBridgeConfiguration !== undefined,
      isPrivate: Object.values(access.PublicAccessBlockConfiguration ?? { none: false }).every(Boolean),
    });
  } finally {
    s3.destroy();
  }
}

export function bucketFinding(
  bucket: string,
  is: { isVersioned: boolean; sendsEvents: boolean; isPrivate: boolean },
): Finding {
  const faults = [
    ...(is.sendsEvents ? [] : ['sends no events to EventBridge, so that uploads start nothing']),
    ...(is.isVersioned ? [] : ['keeps no versions, so that a run may read other bytes than were uploaded']),
    ...(is.isPrivate ? [] : ['does not block public access']),
  ];
  if (faults.length === 0)
    return { state: 'ok', text: `The bucket ${bucket} sends events, keeps versions, is private` };
  return { state: 'wrong', text: `The bucket ${bucket} ${faults.join('; ')}`, mend: DEPLOY };
}

async function checkRule({ bucket, stateMachineArn, region }: DeployedStack): Promise<Finding> {
  const events = new EventBridgeClient({ region });
  try {
    const { RuleNames = [] } = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: stateMachineArn }));
    const rules = await Promise.all(
      RuleNames.map(async (Name) => {
        const { EventPattern = '', State } = await events.send(new DescribeRuleCommand({ Name }));
        return { pattern: EventPattern, isEnabled: State === 'ENABLED' };
      }),
    );
    return ruleFinding(bucket, rules);
  } finally {
    events.destroy();
  }
}

/** @param rules those that start the state machine */
export function ruleFinding(bucket: string, rules: readonly { pattern: string; isEnabled: boolean }[]): Finding {
  const ours = rules.filter(({ pattern }) => isDeepStrictEqual(parseJson(pattern), uploadPattern(bucket)));
  if (ours.some(({ isEnabled }) => isEnabled)) return { state: 'ok', text: 'Uploads start the state machine' };
  return ours.length > 0
    ? {
        state: 'wrong',
        text: 'The rule that starts the state machine is disabled',
        mend: `Enable it in EventBridge, or: ${DEPLOY}`,
      }
    : { state: 'wrong', text: 'No rule starts the state machine for uploads of this bucket', mend: DEPLOY };
}

async function checkStateMachine({ stateMachineArn, region }: DeployedStack): Promise<Finding> {
  const sfn = new SFNClient({ region });
  try {
    const described = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return machineFinding(described.definition ?? '', readTemplate());
  } finally {
    sfn.destroy();
  }
}

/** @param deployed the definition with the functions' ARNs; `template` the file of this checkout */
export function machineFinding(deployed: string, template: string): Finding {
  if (isDeepStrictEqual(withoutFunctions(deployed), withoutFunctions(template))) {
    return { state: 'ok', text: 'The state machine is that of this checkout' };
  }
  return {
    state: 'warning',
    text: 'The state machine differs from that of this checkout',
    mend: `Another version is deployed, or somebody changed it by hand. ${DEPLOY}`,
  };
}

function withoutFunctions(definition: string): unknown {
  return JSON.parse(definition || 'null', (key, value: unknown) => (key === 'FunctionName' ? '' : value));
}

async function checkTables({ bucket, database, region }: DeployedStack): Promise<Finding> {
  const glue = new GlueClient({ region });
  try {
    return tablesFinding(database, bucket, await createCatalog(glue, database).tables());
  } finally {
    glue.destroy();
  }
}

export function tablesFinding(database: string, bucket: string, found: ReadonlyMap<string, unknown>): Finding {
  const wrong = glueTables(bucket).filter((table) => !isDeepStrictEqual(found.get(table.Name), table));
  if (wrong.length === 0) return { state: 'ok', text: `The tables of ${database} are as declared` };
  const names = wrong.map(({ Name }) => `${Name} (${found.has(Name) ? 'differs' : 'is missing'})`);
  return { state: 'wrong', text: `Tables of ${database} are not as declared: ${names.join(', ')}`, mend: DEPLOY };
}

async function checkWorkgroup({ workgroup, bucket, region }: DeployedStack): Promise<Finding> {
  const athena = new AthenaClient({ region });
  try {
    const { WorkGroup } = await athena.send(new GetWorkGroupCommand({ WorkGroup: workgroup }));
    const { EnforceWorkGroupConfiguration, BytesScannedCutoffPerQuery, ResultConfiguration } =
      WorkGroup?.Configuration ?? {};
    return workgroupFinding(workgroup, {
      isEnforced: EnforceWorkGroupConfiguration === true,
      isLimited: BytesScannedCutoffPerQuery !== undefined,
      isInLake: ResultConfiguration?.OutputLocation?.startsWith(`s3://${bucket}/`) === true,
    });
  } finally {
    athena.destroy();
  }
}

export function workgroupFinding(
  workgroup: string,
  is: { isEnforced: boolean; isLimited: boolean; isInLake: boolean },
): Finding {
  const faults = [
    ...(is.isEnforced ? [] : ['does not enforce its settings']),
    ...(is.isLimited ? [] : ['does not limit what a query scans']),
    ...(is.isInLake ? [] : ['does not keep results in the lake']),
  ];
  if (faults.length === 0) return { state: 'ok', text: `The workgroup ${workgroup} is as declared` };
  return { state: 'wrong', text: `The workgroup ${workgroup} ${faults.join('; ')}`, mend: DEPLOY };
}

async function checkRecipients({ alertsTopicArn, operationsTopicArn, region }: DeployedStack): Promise<Finding> {
  const sns = new SNSClient({ region });
  try {
    const count = async (TopicArn: string) => {
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
      const pending = Subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation').length;
      return { confirmed: Subscriptions.length - pending, pending };
    };
    const [alerts, operations] = await Promise.all([count(alertsTopicArn), count(operationsTopicArn)]);
    return recipientsFinding({ alerts, operations });
  } finally {
    sns.destroy();
  }
}

export function recipientsFinding(topics: Readonly<Record<string, { confirmed: number; pending: number }>>): Finding {
  const deaf = Object.entries(topics).filter(([, { confirmed }]) => confirmed === 0);
  const pending = Object.values(topics).reduce((sum, topic) => sum + topic.pending, 0);
  if (deaf.length > 0) {
    return {
      state: 'warning',
      text: `Nobody receives ${deaf.map(([name]) => name).join(' and ')}`,
      mend:
        pending > 0
          ? 'Recipients have not confirmed yet: the link is in the mail from AWS Notifications.'
          : 'Name recipients (docs/DEPLOY.md, "Recipients") and deploy again.',
    };
  }
  if (pending > 0) return { state: 'warning', text: `Recipients have not confirmed yet: ${pending}` };
  return { state: 'ok', text: 'Alerts and operations have recipients' };
}

async function checkAlarms({ name, region }: DeployedStack): Promise<Finding> {
  const watch = new CloudWatchClient({ region });
  try {
    const alarms: { name: string; state: string }[] = [];
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms(
      { client: watch },
      { AlarmNamePrefix: `${name}: ` },
    )) {
      for (const { AlarmName = '', StateValue = '' } of MetricAlarms)
        alarms.push({ name: AlarmName, state: StateValue });
    }
    return alarmsFinding(alarms);
  } finally {
    watch.destroy();
  }
}

export function alarmsFinding(alarms: readonly { name: string; state: string }[]): Finding {
  if (alarms.length === 0) return { state: 'wrong', text: 'There are no alarms', mend: DEPLOY };
  const red = alarms.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  if (red.length === 0) return { state: 'ok', text: `None of ${alarms.length} alarms is red` };
  return { state: 'wrong', text: `Alarms are red: ${red.join(', ')}`, mend: 'docs/RUNBOOK.md has a section for each.' };
}
