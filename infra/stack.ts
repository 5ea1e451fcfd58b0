import { Aws, CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Backfill } from './backfill.ts';
import { Catalog } from './catalog.ts';
import { Lake } from './lake.ts';
import { Functions } from './lambda-functions.ts';
import { COST_TAG } from './monitoring/budget.ts';
import { Monitoring } from './monitoring/index.ts';
import { Network } from './network.ts';
import { OUTPUTS } from './outputs.ts';
import { Served } from './served.ts';
import { SitesApi } from './sites-api.ts';
import type { Stage } from './stages/load.ts';
import { Summary } from './summary.ts';
import { Sweep } from './sweep.ts';
import { Trigger } from './trigger.ts';
import { Workflow } from './workflow.ts';

export interface EnergyStackProps extends StackProps {
  readonly stage: Stage;
  /** The layer's folder, built by infra/assets/layer.ts. */
  readonly layer: string;
}

/** Everything of one stage. */
export class EnergyStack extends Stack {
  constructor(scope: Construct, { stage, layer, ...props }: EnergyStackProps) {
    super(scope, stage.stackName, {
      description: 'Energy readings to reports and tables',
      terminationProtection: stage.config.onDestroy === 'retain',
      ...props,
    });
    const { bucket } = new Lake(this, 'Lake', stage.config);
    const network = stage.config.vpc ? new Network(this, 'Network', stage) : undefined;
    const functions = new Functions(this, 'Functions', { stage, bucket, layer, network });
    const { stateMachine } = new Workflow(this, 'Workflow', { stage, functions });
    const backfill = new Backfill(this, 'Backfill', { stage, bucket, stateMachine });
    const { undelivered } = new Trigger(this, 'Trigger', { bucket, stateMachine });
    const catalog = new Catalog(this, 'Catalog', { stage, bucket });
    const { modules } = functions;
    const sweep = new Sweep(this, 'Sweep', { stage, bucket, network, stateMachine, undelivered, modules });
    const served = new Served(this, 'Served', { stage, bucket, network, undelivered, modules });
    const workgroup = { name: catalog.workgroup.name, arn: catalog.workgroupArn };
    const told = { stage, bucket, network, modules, stateMachine, workgroup, table: served.table };
    const api = new SitesApi(this, 'SitesApi', told);
    const summary = new Summary(this, 'Summary', { ...told, undelivered });
    const { topics } = new Monitoring(this, 'Monitoring', {
      stage,
      network,
      functions: [...functions.byName.values(), sweep.function, served.function, api.function],
      stateMachine,
      undelivered,
      tableThrottles: served.throttles,
      api,
    });
    served.tellsBy(topics.alerts);
    summary.tellsBy(topics.alerts);
    // Dashboards take tags in some regions only, and the first three cost nothing.
    Tags.of(this).add(COST_TAG, stage.name, { excludeResourceTypes: ['AWS::CloudWatch::Dashboard'] });
    const outputs = {
      [OUTPUTS.bucket]: bucket.bucketName,
      [OUTPUTS.stateMachineArn]: stateMachine.stateMachineArn,
      [OUTPUTS.backfillArn]: backfill.stateMachine.stateMachineArn,
      [OUTPUTS.workgroup]: catalog.workgroup.name,
      [OUTPUTS.database]: stage.config.database,
      [OUTPUTS.alertsTopicArn]: topics.alerts.topicArn,
      [OUTPUTS.operationsTopicArn]: topics.operations.topicArn,
      [OUTPUTS.undeliveredQueueUrl]: undelivered.queueUrl,
      [OUTPUTS.servedTable]: served.table.tableName,
      [OUTPUTS.apiUrl]: api.url,
      [OUTPUTS.region]: Aws.REGION,
      [OUTPUTS.version]: stage.version,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
