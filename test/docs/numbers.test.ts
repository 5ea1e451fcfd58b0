/** Counts, costs and limits in documents, each held to where it comes from. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { monthCost, total, uploadCost } from '../../cli/cost/estimate.ts';
import { measuredSchema } from '../../cli/cost/shape.ts';
import { HISTORY_LIMIT } from '../../shared/lake/manifest.ts';
import { NAMED_QUERIES } from '../../shared/named-queries.ts';
import { functionNames } from '../../shared/runtime/lambda-functions.ts';
import { SITE_FUNCTION_NAMES } from '../../shared/runtime/site-functions.ts';
import { settingsSchema } from '../../shared/settings/settings.ts';
import { TABLE_NAMES } from '../../shared/tables/schema.ts';
import { inWords, readDocument } from '../helpers/documents.ts';

const json = (name: string): unknown => JSON.parse(readFileSync(name, 'utf8'));

const { sampleMonth } = measuredSchema.parse(json('cli/cost/measured.json'));
const { engines } = z.object({ engines: z.object({ node: z.string() }) }).parse(json('package.json'));
const stageSchema = z.looseObject({
  budgetUsd: z.number(),
  retention: z.looseObject({ noncurrentDays: z.number(), logDays: z.number() }),
  thresholds: z.looseObject({ quietDays: z.number().nullable() }),
});
const dev = stageSchema.parse(json('infra/stages/dev.json'));
const prod = stageSchema.parse(json('infra/stages/prod.json'));

/** Alarms of a stage, from the template that a test holds to the stack. */
function alarms(stage: string): number {
  const templateSchema = z.object({ Resources: z.record(z.string(), z.looseObject({ Type: z.string() })) });
  const { Resources } = templateSchema.parse(json(`test/infra/__snapshots__/${stage}.template.json`));
  return Object.values(Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm').length;
}

const FUNCTIONS = functionNames().length;
/** What tells of failed runs. */
const BESIDE = 1;
const CENTS = (total(uploadCost(sampleMonth)) * 100).toFixed(2);
const DOLLARS = total(monthCost(sampleMonth, 0)).toFixed(0);
const NODE = engines.node.replace('>=', '');
const REJECT_LIMIT = settingsSchema.shape.ENERGY_REJECT_LIMIT.parse(undefined) * 100;

/**
 * @param sentence with `()` around what may change
 * @param values what must stand there
 */
function claim(document: string, sentence: RegExp, ...values: (string | number | null)[]) {
  return { document, sentence, values: values.map(String) };
}

const CLAIMS = [
  claim('README.md', /workflow of (\w+) Lambda functions/, inWords(FUNCTIONS)),
  claim(
    'README.md',
    /the state machine; (\w+) functions \(the/,
    inWords(FUNCTIONS + BESIDE + SITE_FUNCTION_NAMES.length),
  ),
  claim('README.md', /Node (\S+) or newer/, NODE),
  claim('README.md', /Above (\S+) % rejected/, REJECT_LIMIT),
  claim('README.md', /sample month costs about (\S+) US cents/, CENTS),
  claim('README.md', /a month without uploads\s+about (\S+)\s+US dollars/, DOLLARS),
  claim('docs/CONTRIBUTING.md', /Node (\S+) or newer/, NODE),
  claim('docs/DEPLOY.md', /\| Functions \| (\w+) on Node/, inWords(FUNCTIONS)),
  claim('docs/DEPLOY.md', /with its (\w+) tables/, inWords(TABLE_NAMES.length + 1)),
  claim('docs/DEPLOY.md', /encryption; (\w+) named queries/, inWords(NAMED_QUERIES.length)),
  claim('docs/DEPLOY.md', /(\w+) alarms \((\w+) in dev\)/, inWords(alarms('prod')), inWords(alarms('dev'))),
  claim('docs/DEPLOY.md', /remembers its last (\d+) publications/, HISTORY_LIMIT),
  claim('docs/DEPLOY.md', /upload costs about (\S+) US cents/, CENTS),
  claim('docs/DEPLOY.md', /nothing happens about (\S+)\s+US dollars/, DOLLARS),
  claim(
    'docs/DEPLOY.md',
    /Replaced versions are kept for \| (\d+) days \| (\d+) days/,
    dev.retention.noncurrentDays,
    prod.retention.noncurrentDays,
  ),
  claim(
    'docs/DEPLOY.md',
    /Logs are kept for \| (\d+) days \| (\d+) days/,
    dev.retention.logDays,
    prod.retention.logDays,
  ),
  claim(
    'docs/DEPLOY.md',
    /nothing is processed \| (\w+) \| after (\d+) days/,
    dev.thresholds.quietDays ?? 'no',
    prod.thresholds.quietDays,
  ),
  claim('docs/DEPLOY.md', /US dollars a month \| (\d+) \| (\d+)/, dev.budgetUsd, prod.budgetUsd),
];

it.each(CLAIMS)('$document says $values where it has $sentence', ({ document, sentence, values }) => {
  const found = sentence.exec(readDocument(document));
  expect(found?.slice(1), `${document} has no sentence like ${sentence}`).toEqual(values);
});
