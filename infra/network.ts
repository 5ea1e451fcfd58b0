import { RemovalPolicy } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';

import { Construct } from 'constructs';
import { modelEndpoints } from './model.ts';
import type { Stage } from './stages/load.ts';

/** A network without a way to the internet: what the functions call is reached through endpoints inside it. */
export class Network extends Construct {
  readonly vpc: Vpc;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const { retention } = stage.config;
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.20.0.0/24'),
      maxAzs: 2,
      natGateways: 0,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [{ name: 'functions', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }],
      flowLogs: {
        rejected: {
          destination: FlowLogDestination.toCloudWatchLogs(
            new LogGroup(this, 'FlowLog', { retention: retention.logDays, removalPolicy: RemovalPolicy.DESTROY }),
          ),
        },
      },
    });
    this.securityGroup = new SecurityGroup(this, 'Functions', {
      vpc: this.vpc,
      description: 'The functions: out by TLS only, in by nobody',
      allowAllOutbound: false,
    });
    this.securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS APIs through the endpoints');
    this.vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    this.vpc.addGatewayEndpoint('DynamoDb', { service: GatewayVpcEndpointAwsService.DYNAMODB });
    const endpoints = new SecurityGroup(this, 'Endpoints', {
      vpc: this.vpc,
      description: 'The endpoints: in from the functions only',
      allowAllOutbound: false,
    });
    endpoints.addIngressRule(this.securityGroup, Port.tcp(443), 'From the functions');
    const services = {
      Glue: InterfaceVpcEndpointAwsService.GLUE,
      // Who serves sites tells people of what changes there.
      Sns: InterfaceVpcEndpointAwsService.SNS,
      // The daily summary and the API ask whether the workflow and queries are there.
      StepFunctions: InterfaceVpcEndpointAwsService.STEP_FUNCTIONS,
      Athena: InterfaceVpcEndpointAwsService.ATHENA,
      ...modelEndpoints(stage),
    };
    for (const [name, service] of Object.entries(services)) {
      this.vpc.addInterfaceEndpoint(name, { service, securityGroups: [endpoints], open: false });
    }
  }
}
