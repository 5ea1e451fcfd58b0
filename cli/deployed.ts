import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { OUTPUTS } from '../infra/outputs.ts';
import { CliError, messageOf, nameOf } from './errors.ts';

/** What a deployed stack says of itself. */
export interface DeployedStack {
  readonly name: string;
  readonly status: string;
  readonly region: string;
  readonly bucket: string;
  readonly stateMachineArn: string;
  /** Empty where the stack is of a release without backfills. */
  readonly backfillArn: string;
  readonly workgroup: string;
  readonly database: string;
  /** Empty where the stack is of a release that served no sites. */
  readonly servedTable: string;
  readonly alertsTopicArn: string;
  readonly operationsTopicArn: string;
  /** What was deployed: a commit, or `unknown`. */
  readonly version: string;
}

/**
 * Reads a stack's outputs, with the person's own credentials and region.
 * @throws CliError when there is no such stack, no credentials, no permission, or the stack is not one of ours
 */
export async function findDeployed(name: string): Promise<DeployedStack> {
  const client = new CloudFormationClient({});
  try {
    const region = await client.config.region();
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return fromOutputs(name, region, Stacks[0]);
  } catch (error) {
    throw error instanceof CliError ? error : explained(name, error);
  } finally {
    client.destroy();
  }
}

function fromOutputs(name: string, region: string, stack: Stack | undefined): DeployedStack {
  const outputs = new Map((stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const output = (key: keyof typeof OUTPUTS): string => {
    const value = outputs.get(OUTPUTS[key]);
    if (value === undefined) {
      throw new CliError(`The stack ${name} (${stack?.StackStatus ?? 'unknown'}) has no output ${OUTPUTS[key]}.`, {
        hint: "It is not one of ours, or its deployment did not come to an end: 'npm run deploy -- --stage NAME'.",
      });
    }
    return value;
  };
  return {
    name,
    status: stack?.StackStatus ?? 'unknown',
    region,
    bucket: output('bucket'),
    stateMachineArn: output('stateMachineArn'),
    backfillArn: outputs.get(OUTPUTS.backfillArn) ?? '',
    workgroup: output('workgroup'),
    database: output('database'),
    servedTable: outputs.get(OUTPUTS.servedTable) ?? '',
    alertsTopicArn: output('alertsTopicArn'),
    operationsTopicArn: output('operationsTopicArn'),
    version: output('version'),
  };
}

function explained(name: string, error: unknown): CliError {
  const message = messageOf(error);
  if (/does not exist/.test(message)) {
    return new CliError(`There is no stack ${name} in this account and region.`, {
      hint: "Check AWS_PROFILE and AWS_REGION. 'npm run deploy -- --stage NAME' makes the stack energy-analytics-NAME.",
    });
  }
  if (/region is missing|region not accepted/i.test(message)) {
    return new CliError('No AWS region is set.', { hint: 'Set AWS_REGION to the region of the stack.' });
  }
  if (nameOf(error) === 'CredentialsProviderError' || /ExpiredToken|InvalidClientToken/.test(nameOf(error))) {
    return new CliError(`There are no valid AWS credentials: ${message}`, {
      hint: "Sign in ('aws sso login --profile NAME') and set AWS_PROFILE.",
    });
  }
  return new CliError(`The stack ${name} could not be read. ${nameOf(error)}: ${message}`, { cause: error });
}
