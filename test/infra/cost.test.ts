import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ALARM_METRICS, monthCost, total, uploadCost } from '../../cli/cost/estimate.ts';
import { measuredSchema, type Shape } from '../../cli/cost/shape.ts';
import { measureFeed, measureShape, sampleFile } from './helpers/shape.ts';
import { synthesize } from './helpers/synth.ts';

const measured = measuredSchema.parse(
  JSON.parse(readFileSync(new URL('../../cli/cost/measured.json', import.meta.url), 'utf8')),
);
const template = synthesize('prod').template;

/** What does not depend on the machine. */
function counted({ rows, bytes, transitions, invocations, writes, reads, catalogRequests }: Shape) {
  return { rows, bytes, transitions, invocations, writes, reads, catalogRequests };
}

describe('what a run was measured to need', () => {
  it("is what a run needs today ('node test/infra/measure.ts' measures again)", async () => {
    const today = await measureShape(template.toJSON(), await sampleFile('household', 30));
    expect(counted(today)).toEqual(counted(measured.sampleMonth));
    expect(today.storedBytes / measured.sampleMonth.storedBytes).toBeCloseTo(1, 0);
    expect(today.logBytes / measured.sampleMonth.logBytes).toBeCloseTo(1, 0);
  });

  it('is what an interval of a feed needs today, which reads the weeks before of each site', async () => {
    expect(counted(await measureFeed(template.toJSON()))).toEqual(counted(measured.feed));
  });

  it('does not grow with rows, except for time and storage', () => {
    const { rows: _, bytes: __, reads, ...small } = counted(measured.sampleMonth);
    expect(counted(measured.larger)).toMatchObject(small);
    // The hourly cells of a file that has more readings than hours are an object more; a file of a week is short, and
    // the days before it are looked up in the site's record.
    expect(measured.larger.reads - reads).toBeLessThanOrEqual(2);
    expect(measured.larger.rows).toBeGreaterThan(100 * measured.sampleMonth.rows);
  });
});

/** What uploads cost beyond the workflow: their intervals in the table, and the page of sites that follows them. */
function served(uploads: number): number {
  const parts = /^Sites served|page of sites/;
  const of = (count: number) => total(monthCost(measured.sampleMonth, count).filter(({ part }) => parts.test(part)));
  return of(uploads) - of(0);
}

const resourcesSchema = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) });

/** What the estimate has lines for. */
const COUNTED_APART = new Set(['AWS::CloudWatch::Alarm', 'AWS::DynamoDB::Table', 'AWS::S3::Bucket']);
/** What is paid by its use alone, or not at all. */
const STANDS_FREE = new Set([
  ...['Api', 'Integration', 'Route', 'Stage', 'Authorizer'].map((type) => `AWS::ApiGatewayV2::${type}`),
  ...['AWS::Athena::NamedQuery', 'AWS::Athena::WorkGroup', 'AWS::Budgets::Budget', 'AWS::CloudWatch::Dashboard'],
  ...['AWS::Events::Rule', 'AWS::Scheduler::Schedule', 'AWS::Glue::Database', 'AWS::Glue::Table'],
  ...[
    'AWS::IAM::Policy',
    'AWS::IAM::Role',
    'AWS::Logs::LogGroup',
    'AWS::Logs::MetricFilter',
    'AWS::Logs::QueryDefinition',
    'AWS::S3::BucketPolicy',
  ],
  ...['EventInvokeConfig', 'Function', 'LayerVersion', 'Permission'].map((type) => `AWS::Lambda::${type}`),
  ...['Subscription', 'Topic', 'TopicPolicy'].map((type) => `AWS::SNS::${type}`),
  ...['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'AWS::StepFunctions::StateMachine'],
]);

describe('the estimate', () => {
  it('is under a tenth of a cent for the sample month', () => {
    expect(total(uploadCost(measured.sampleMonth))).toBeLessThan(0.001);
    expect(total(uploadCost(measured.sampleMonth, 'warm'))).toBeLessThan(total(uploadCost(measured.sampleMonth)));
  });

  it('adds a month up from its uploads and from what stands there anyway', () => {
    const idle = total(monthCost(measured.sampleMonth, 0));
    const one = total(monthCost(measured.sampleMonth, 1));
    expect(one - idle).toBeCloseTo(
      total(uploadCost(measured.sampleMonth)) + (measured.sampleMonth.storedBytes / 1024 ** 3) * 0.023 + served(1),
      9,
    );
  });

  it('stays under 5.20 dollars for a month without uploads', () => {
    expect(total(monthCost(measured.sampleMonth, 0))).toBeLessThan(5.2);
  });

  it('is of a stack in which nothing else costs by standing there', () => {
    const types = Object.values(resourcesSchema.parse(template.toJSON()).Resources).map(({ Type }) => Type);
    expect(types.filter((type) => !STANDS_FREE.has(type) && !COUNTED_APART.has(type))).toEqual([]);
    // Three dashboards of an account and its first budgets are free.
    expect(types.filter((type) => type === 'AWS::CloudWatch::Dashboard')).toHaveLength(1);
    template.allResourcesProperties('AWS::DynamoDB::Table', { BillingMode: 'PAY_PER_REQUEST' });
    // Of a network the endpoints cost: docs/DEPLOY.md says how much.
    const network = synthesize('prod', () => ({ vpc: true })).template;
    network.resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface' }, 4);
    network.resourceCountIs('AWS::EC2::NatGateway', 0);
  });

  it('counts the metrics of the alarms that the stack has', () => {
    const alarmSchema = z.object({ Metrics: z.array(z.object({ MetricStat: z.unknown().optional() })).optional() });
    const metrics = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => {
      const { Metrics } = alarmSchema.parse(Properties);
      return Metrics ? Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length : 1;
    });
    expect(metrics.reduce((sum, each) => sum + each, 0)).toBe(ALARM_METRICS);
  });

  it('says what is measured, what is assumed, what grows, and how old the prices are', () => {
    const { stdout, status } = spawnSync(process.execPath, ['cli/main.ts', 'cost', '--uploads', '100'], {
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    for (const text of [
      'Target: under 0.1 US cent. Met',
      'measured x assumed',
      'counted in the stack',
      'Grows with',
      'us-east-1, 20',
      'What lowers it',
      'A month with 100 such uploads',
      'A month of a feed: 5 sites, every 5 minutes, 8,640 uploads',
    ]) {
      expect(stdout).toContain(text);
    }
  });
});
