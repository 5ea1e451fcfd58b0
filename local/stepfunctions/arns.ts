import { AwsError, LOCAL_ACCOUNT, LOCAL_REGION } from '../service.ts';

const PREFIX = `arn:aws:states:${LOCAL_REGION}:${LOCAL_ACCOUNT}`;

/** The role that the API shows; nothing is assumed here. */
export const ROLE_ARN = `arn:aws:iam::${LOCAL_ACCOUNT}:role/local`;

export function stateMachineArn(machine: string): string {
  return `${PREFIX}:stateMachine:${machine}`;
}

export function executionArn(machine: string, name: string): string {
  return `${PREFIX}:execution:${machine}:${name}`;
}

/** @throws AwsError InvalidArn */
export function parseStateMachineArn(arn: string): string {
  const machine = arn.startsWith(`${PREFIX}:stateMachine:`) ? arn.slice(`${PREFIX}:stateMachine:`.length) : '';
  if (machine === '' || machine.includes(':')) throw invalidArn(arn);
  return machine;
}

/** @throws AwsError InvalidArn */
export function parseExecutionArn(arn: string): { machine: string; name: string } {
  const parts = arn.startsWith(`${PREFIX}:execution:`) ? arn.slice(`${PREFIX}:execution:`.length).split(':') : [];
  const [machine, name] = parts;
  if (parts.length !== 2 || !machine || !name) throw invalidArn(arn);
  return { machine, name };
}

function invalidArn(arn: string): AwsError {
  return new AwsError('InvalidArn', `Invalid Arn: '${arn}'. ARNs here begin with ${PREFIX}.`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what AWS forbids.
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/u;

/** @throws AwsError InvalidName when AWS would not take it as an execution's name */
export function checkExecutionName(name: string): void {
  if (name.length < 1 || name.length > 80 || FORBIDDEN.test(name)) {
    throw new AwsError(
      'InvalidName',
      `Invalid Name: '${name}'. A name has 1 to 80 characters, without spaces, brackets, wildcards, ` +
        `control characters and "#%\\^|~\`$&,;:/.`,
    );
  }
}
