/** The stack's outputs by name: the command finds a deployed stack's resources by them. */
export const OUTPUTS = {
  bucket: 'LakeBucket',
  stateMachineArn: 'StateMachineArn',
  backfillArn: 'BackfillStateMachineArn',
  workgroup: 'Workgroup',
  database: 'Database',
  alertsTopicArn: 'AlertsTopicArn',
  operationsTopicArn: 'OperationsTopicArn',
  undeliveredQueueUrl: 'UndeliveredQueueUrl',
  servedTable: 'ServedTable',
  apiUrl: 'ApiUrl',
  region: 'Region',
  version: 'Version',
} as const;
