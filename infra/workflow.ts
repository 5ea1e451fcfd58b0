import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { DefinitionBody, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { functionNames, LAMBDA_FUNCTIONS } from '../shared/runtime/lambda-functions.ts';
import { readTemplate, substitute } from '../statemachine/definition.ts';
import { executionLog } from './execution-log.ts';
import type { Functions } from './lambda-functions.ts';
import type { Stage } from './stages/load.ts';

/** The state machine, from the file that the local stack runs. */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { stage, functions }: { stage: Stage; functions: Functions }) {
    super(scope, id);
    const arns = functionNames().map(
      (name) => [LAMBDA_FUNCTIONS[name].placeholder, functions.get(name).functionArn] as const,
    );
    const substitutions = Object.fromEntries(arns);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      description: `What the state machine ${stage.stackName} may do`,
    });
    // Not grantInvoke: it would allow every version and alias, too.
    role.addToPolicy(
      new PolicyStatement({
        sid: 'InvokeSteps',
        actions: ['lambda:InvokeFunction'],
        resources: arns.map(([, arn]) => arn),
      }),
    );
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: stage.stackName,
      stateMachineType: StateMachineType.STANDARD,
      comment: 'One upload, one execution',
      definitionBody: DefinitionBody.fromString(compact(substitutions)),
      definitionSubstitutions: substitutions,
      role,
      ...executionLog(this, stage.stackName, role, stage),
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}

/**
 * The file without its white space; CloudFormation puts the values in.
 * @throws Error that names a placeholder without a value, or a value without a placeholder
 */
function compact(substitutions: Readonly<Record<string, string>>): string {
  const template = JSON.stringify(JSON.parse(readTemplate()));
  substitute(template, substitutions);
  return template;
}
