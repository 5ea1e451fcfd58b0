import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { PREFIXES } from '../shared/lake/keys.ts';
import { outputPrefixes, refuseOutputsUnderUploads } from './prefixes.ts';
import type { StageConfig } from './stages/schema.ts';

const UNFINISHED_UPLOAD_DAYS = 3;

/** The bucket of uploads and results, and a second one for the record of who accessed it. */
export class Lake extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id);
    refuseOutputsUnderUploads(PREFIXES.raw, outputPrefixes());
    // `doctor --stack` says whether it sends events, keeps versions and is private.
    this.bucket = config.bucket === null ? this.create(config) : Bucket.fromBucketName(this, 'Bucket', config.bucket);
  }

  private create({ retention, onDestroy }: StageConfig): IBucket {
    const secured = {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      ...(onDestroy === 'delete'
        ? { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }
        : { removalPolicy: RemovalPolicy.RETAIN }),
    };
    const accessLog = new Bucket(this, 'AccessLog', {
      ...secured,
      lifecycleRules: [{ id: 'expire', expiration: Duration.days(retention.accessLogDays) }],
    });
    const bucket = new Bucket(this, 'Bucket', {
      ...secured,
      versioned: true,
      serverAccessLogsBucket: accessLog,
      serverAccessLogsPrefix: 'lake/',
      lifecycleRules: [
        {
          // A redrive and a rollback read the version that was uploaded: it must outlive both.
          id: 'noncurrent-versions',
          noncurrentVersionExpiration: Duration.days(retention.noncurrentDays),
          expiredObjectDeleteMarker: true,
        },
        {
          id: 'query-results',
          prefix: PREFIXES.athenaResults,
          expiration: Duration.days(retention.queryResultDays),
          noncurrentVersionExpiration: Duration.days(1),
        },
        { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(UNFINISHED_UPLOAD_DAYS) },
      ],
    });
    sendEvents(bucket);
    return bucket;
  }
}

/** The property itself: the construct's own switch would add a function that may change any bucket's notifications. */
function sendEvents(bucket: Bucket): void {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new Error('The lake is not made of an AWS::S3::Bucket.');
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
