import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PREFIXES } from '../shared/lake/keys.ts';
import { createFunction, type FunctionsProps, listStatement } from './lambda-functions.ts';

interface WatchProps extends Pick<FunctionsProps, 'stage' | 'network'> {
  readonly bucket: IBucket;
  readonly undelivered: Queue;
}

/** Measures every quarter of an hour how long the oldest upload has been without an outcome. */
export class Watch extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, { stage, network, bucket, undelivered }: WatchProps) {
    super(scope, id);
    this.function = createFunction(
      this,
      {
        name: 'watch-uploads',
        entry: 'functions/watch-uploads/handler.ts',
        description: 'compares uploads with manifests; a listing of a few thousand keys needs no more than this',
        memoryMb: 256,
        timeoutSeconds: 120,
        ephemeralMb: 512,
        environment: { LAKE_BUCKET: bucket.bucketName },
        layers: [],
        statements: [
          listStatement(bucket, ['raw', 'manifests']),
          new PolicyStatement({
            sid: 'ReadManifests',
            actions: ['s3:GetObject'],
            resources: [bucket.arnForObjects(`${PREFIXES.manifests}*`)],
          }),
        ],
      },
      { stage, network },
    );
    new Rule(this, 'Schedule', {
      description: 'Measure the age of unprocessed uploads',
      schedule: Schedule.rate(Duration.minutes(15)),
      targets: [new LambdaTarget(this.function, { deadLetterQueue: undelivered, retryAttempts: 2 })],
    });
  }
}
