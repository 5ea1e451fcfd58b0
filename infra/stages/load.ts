import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type StageConfig, stageSchema } from './schema.ts';

const FOLDER = new URL('./', import.meta.url);

export interface Stage {
  readonly name: string;
  /** Name of the stack and, with a suffix, of what is in it. */
  readonly stackName: string;
  readonly config: StageConfig;
  /** Where the runbook is read: an address when the deployment knows one, else the file in the repository. */
  readonly runbook: string;
  /** What is deployed: a commit, where the deployment knows it. */
  readonly version: string;
}

export function stageNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

/** A stage's file, or what it becomes with the environment, is not valid. */
export class StageInvalid extends Error {
  override readonly name = 'StageInvalid';
}

const listSchema = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((item) => item.trim() || []));

/**
 * People's addresses do not belong in a repository: a deployment gives them in its environment, comma-separated, and
 * they are added to the file's.
 */
const deploymentSchema = z.object({
  ENERGY_ALERT_EMAILS: listSchema,
  ENERGY_ALERT_SMS: listSchema,
  ENERGY_OPERATIONS_EMAILS: listSchema,
  ENERGY_OPERATIONS_SMS: listSchema,
  ENERGY_RUNBOOK_URL: z.string().default('docs/RUNBOOK.md'),
  ENERGY_VERSION: z.string().default('unknown'),
});

/**
 * @param name a stage that has a file in infra/stages
 * @param env the deployment's environment: recipients and the runbook's address
 * @throws StageInvalid that names each bad or missing value and where it stands
 */
export function loadStage(name: string, env: Readonly<Record<string, string | undefined>> = {}): Stage {
  if (!stageNames().includes(name)) {
    throw new StageInvalid(
      `There is no stage "${name}". There are ${stageNames().join(' and ')} (infra/stages/*.json).`,
    );
  }
  const file = `infra/stages/${name}.json`;
  return parseStage(name, readJson(new URL(`${name}.json`, FOLDER), file), env, file);
}

function readJson(url: URL, file: string): unknown {
  try {
    return JSON.parse(readFileSync(url, 'utf8'));
  } catch (error) {
    throw new StageInvalid(`${file} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * @param file what the errors call the configuration
 * @throws StageInvalid that names each bad or missing value and where it stands
 */
export function parseStage(
  name: string,
  json: unknown,
  env: Readonly<Record<string, string | undefined>>,
  file = `infra/stages/${name}.json`,
): Stage {
  const parsed = stageSchema.safeParse(json, { error: missing });
  if (!parsed.success) throw invalid(file, parsed.error.issues);
  const deployment = deploymentSchema.parse(env);
  const { alerts, operations } = parsed.data.recipients;
  const recipients = {
    alerts: {
      emails: [...alerts.emails, ...deployment.ENERGY_ALERT_EMAILS],
      sms: [...alerts.sms, ...deployment.ENERGY_ALERT_SMS],
    },
    operations: {
      emails: [...operations.emails, ...deployment.ENERGY_OPERATIONS_EMAILS],
      sms: [...operations.sms, ...deployment.ENERGY_OPERATIONS_SMS],
    },
  };
  const complete = stageSchema.shape.recipients.safeParse(recipients);
  if (!complete.success) {
    throw invalid(
      `${file} with ENERGY_ALERT_* and ENERGY_OPERATIONS_*`,
      complete.error.issues.map((issue) => ({ ...issue, path: ['recipients', ...issue.path] })),
    );
  }
  return {
    name,
    stackName: `energy-analytics-${name}`,
    config: { ...parsed.data, recipients: complete.data },
    runbook: deployment.ENERGY_RUNBOOK_URL,
    version: deployment.ENERGY_VERSION,
  };
}

/** Zod calls a missing value one of the wrong type. */
function missing(issue: { code?: string; input?: unknown }): string | undefined {
  return issue.code === 'invalid_type' && issue.input === undefined ? 'is missing' : undefined;
}

function invalid(file: string, issues: readonly z.core.$ZodIssue[]): StageInvalid {
  const lines = issues.map((issue) => `  ${issue.path.join('.') || '(top level)'}: ${issue.message}`);
  return new StageInvalid(`${file} is not valid:\n${lines.join('\n')}`);
}
