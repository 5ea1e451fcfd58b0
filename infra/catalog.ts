import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { PREFIXES } from '../shared/lake/keys.ts';
import { NAMED_QUERIES } from '../shared/named-queries.ts';
import { glueTables } from '../shared/tables/glue-tables.ts';
import type { Stage } from './stages/load.ts';

const BYTES_PER_GB = 1024 ** 3;

/** Database, tables, and where and how they are queried. */
export class Catalog extends Construct {
  readonly workgroup: CfnWorkGroup;
  readonly workgroupArn: string;

  constructor(scope: Construct, id: string, { stage, bucket }: { stage: Stage; bucket: IBucket }) {
    super(scope, id);
    const { database: databaseName, queryScanLimitGb } = stage.config;
    const catalogId = Stack.of(this).account;
    const database = new CfnDatabase(this, 'Database', {
      catalogId,
      databaseInput: { name: databaseName, description: 'Energy readings and what was found in them' },
    });
    for (const table of glueTables(bucket.bucketName)) {
      // The declaration speaks CloudFormation's words already; the typed construct would want them translated.
      const made = new CfnResource(this, `Table-${table.Name}`, {
        type: 'AWS::Glue::Table',
        properties: { CatalogId: catalogId, DatabaseName: databaseName, TableInput: table },
      });
      made.addResourceDependency(database);
    }
    this.workgroup = new CfnWorkGroup(this, 'Workgroup', {
      name: stage.stackName,
      description: 'Queries over the energy tables',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: Math.round(queryScanLimitGb * BYTES_PER_GB),
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${bucket.bucketName}/${PREFIXES.athenaResults}`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
    this.workgroupArn = Stack.of(this).formatArn({
      service: 'athena',
      resource: 'workgroup',
      resourceName: stage.stackName,
    });
    for (const { name, description, sql } of NAMED_QUERIES) {
      const query = new CfnNamedQuery(this, `Query-${name.toLowerCase().replaceAll(' ', '-')}`, {
        name,
        description,
        database: databaseName,
        workGroup: this.workgroup.name,
        queryString: sql,
      });
      query.addResourceDependency(this.workgroup);
      query.addResourceDependency(database);
    }
  }
}
