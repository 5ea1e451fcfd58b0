/** Queries of CloudWatch Logs Insights that are saved with the stack, for whoever looks into its logs. */
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { LOG } from '../../shared/runtime/log.ts';

interface LogQuery {
  /** Behind the stack's name; a slash makes a folder of what stands before it. */
  readonly name: string;
  readonly query: QueryString;
}

const LOG_QUERIES: readonly LogQuery[] = [
  {
    name: 'Steps that failed',
    query: new QueryString({
      fields: ['@timestamp', 'service', 'run', 'error.name', 'error.message'],
      filterStatements: [`message = "${LOG.stepFailed}"`],
      sort: '@timestamp desc',
      limit: 100,
    }),
  },
  {
    name: 'Processes that ended',
    query: new QueryString({
      fields: ['@timestamp', '@log', '@message'],
      filterStatements: ['@message like /Runtime.ExitError|Runtime.OutOfMemory|Task timed out/'],
      sort: '@timestamp desc',
      limit: 100,
    }),
  },
  {
    name: 'Uploads that were refused',
    query: new QueryString({
      fields: ['@timestamp', 'run', 'dataset', 'code'],
      filterStatements: [`message = "${LOG.uploadRefused}"`],
      sort: '@timestamp desc',
      limit: 100,
    }),
  },
  {
    name: 'Time and memory by function',
    query: new QueryString({
      filterStatements: ['@type = "REPORT"'],
      statsStatements: [
        'max(@duration) / 1000 as seconds, max(@maxMemoryUsed) / 1000000 as megabytes, count(*) as calls by @log',
      ],
    }),
  },
];

export function createLogQueries(scope: Construct, stackName: string, functions: readonly LambdaFunction[]): void {
  for (const { name, query } of LOG_QUERIES) {
    new QueryDefinition(scope, name.replaceAll(' ', ''), {
      queryDefinitionName: `${stackName}/${name}`,
      queryString: query,
      logGroups: functions.map(({ logGroup }) => logGroup),
    });
  }
}
