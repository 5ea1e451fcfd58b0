import { DATABASE_NAME } from '../shared/tables/schema.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './service.ts';
import { stateMachineArn } from './stepfunctions/arns.ts';

const MACHINE = 'energy-analytics';
const ALERTS_TOPIC = 'energy-alerts';
const FUNCTION_ARN_PREFIX = `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:`;

/** What the local stack's resources are called; a deployed one has these as its outputs. */
export const STACK = {
  bucket: 'energy-lake',
  stateMachine: MACHINE,
  stateMachineArn: stateMachineArn(MACHINE),
  workgroup: 'energy',
  database: DATABASE_NAME,
  region: LOCAL_REGION,
  alertsTopic: ALERTS_TOPIC,
  alertsTopicArn: `arn:aws:sns:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${ALERTS_TOPIC}`,
  /** Table of sites served, and how far back it goes here: nothing is paid for. */
  servedTable: 'energy-sites',
  servedDays: 400,
  defaultPort: 4566,
} as const;

export function functionArn(name: string): string {
  return `${FUNCTION_ARN_PREFIX}${name}`;
}

/** @param arnOrName what a task names; a version or alias behind it is dropped */
export function functionNameOf(arnOrName: string): string {
  if (!arnOrName.startsWith(FUNCTION_ARN_PREFIX)) return arnOrName;
  return arnOrName.slice(FUNCTION_ARN_PREFIX.length).split(':')[0] ?? arnOrName;
}
