/**
 * Answers, from a synthesized template alone, what a function's role may do: AWS's rules for identity policies, as far
 * as the stack uses them (Allow, Deny, wildcards, StringEquals and StringLike).
 */
import { z } from 'zod';

const listSchema = z
  .union([z.string(), z.array(z.unknown())])
  .transform((value) => (Array.isArray(value) ? value : [value]));
/** One value or several, each a text or a function of CloudFormation's. */
const valuesSchema = z.union([listSchema, z.record(z.string(), z.unknown()).transform((value) => [value])]);
const textListSchema = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]));

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: textListSchema,
  Resource: valuesSchema,
  Condition: z
    .strictObject({
      StringEquals: z.record(z.string(), valuesSchema).optional(),
      StringLike: z.record(z.string(), textListSchema).optional(),
    })
    .optional(),
});
type Statement = z.infer<typeof statementSchema>;

const resourceSchema = z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() });
const templateSchema = z.object({ Resources: z.record(z.string(), resourceSchema) });
type Resources = z.infer<typeof templateSchema>['Resources'];

export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request, such as s3:prefix. */
  readonly context?: Readonly<Record<string, string>>;
}

/** What stands in for the pseudo parameters and for ARNs that only a deployment knows. */
export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';

/** The text that CloudFormation would make of a value. */
export function resolve(value: unknown, resources: Resources): string {
  if (typeof value === 'string') return value;
  const {
    Ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
  } = z
    .strictObject({
      Ref: z.string().optional(),
      'Fn::GetAtt': z.tuple([z.string(), z.string()]).optional(),
      'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]).optional(),
    })
    .parse(value);
  if (Ref !== undefined) return PSEUDO.get(Ref) ?? Ref;
  if (attribute) return arnOf(attribute[0], attribute[1], resources);
  if (join) return join[1].map((part) => resolve(part, resources)).join(join[0]);
  throw new Error(`Not a value that this evaluator knows: ${JSON.stringify(value)}`);
}

const PSEUDO = new Map([
  ['AWS::Partition', 'aws'],
  ['AWS::AccountId', ACCOUNT],
  ['AWS::Region', REGION],
]);

function arnOf(logicalId: string, attribute: string, resources: Resources): string {
  if (attribute !== 'Arn') return `${logicalId}.${attribute}`;
  return resources[logicalId]?.Type === 'AWS::S3::Bucket' ? `arn:aws:s3:::${logicalId}` : `arn:aws:x:::${logicalId}`;
}

/** The identity policies of each Lambda function of a template. */
export class Roles {
  readonly #resources: Resources;
  readonly #statements = new Map<string, Statement[]>();

  constructor(template: unknown) {
    this.#resources = templateSchema.parse(template).Resources;
    const policySchema = z.object({
      PolicyDocument: z.object({ Statement: z.array(statementSchema) }),
      Roles: z.array(z.object({ Ref: z.string() })),
    });
    for (const { Type, Properties } of Object.values(this.#resources)) {
      if (Type !== 'AWS::IAM::Policy') continue;
      const { PolicyDocument, Roles } = policySchema.parse(Properties);
      for (const { Ref } of Roles) {
        this.#statements.set(Ref, [...(this.#statements.get(Ref) ?? []), ...PolicyDocument.Statement]);
      }
    }
  }

  /** Logical id of the bucket whose name a function's LAKE_BUCKET is. */
  lakeArn(name: string): string {
    const environment = z
      .object({ Variables: z.object({ LAKE_BUCKET: z.object({ Ref: z.string() }) }) })
      .parse(this.#function(name).Environment);
    return `arn:aws:s3:::${environment.Variables.LAKE_BUCKET.Ref}`;
  }

  /** @param name as in the function's name, behind the stack's */
  statementsOf(name: string): readonly Statement[] {
    const { Role } = z
      .object({ Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }) })
      .parse(this.#function(name));
    const role = Role['Fn::GetAtt'][0];
    const properties = this.#resources[role]?.Properties ?? {};
    if ('Policies' in properties) throw new Error(`${role} has inline policies, which this evaluator does not read.`);
    return this.#statements.get(role) ?? [];
  }

  managedPoliciesOf(name: string): unknown[] {
    const { Role } = z
      .object({ Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }) })
      .parse(this.#function(name));
    return z
      .array(z.unknown())
      .default([])
      .parse(this.#resources[Role['Fn::GetAtt'][0]]?.Properties?.ManagedPolicyArns);
  }

  allows(name: string, request: Request): boolean {
    const matching = this.statementsOf(name).filter((statement) => this.#matches(statement, request));
    return matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny');
  }

  #matches({ Action, Resource, Condition }: Statement, { action, resource, context = {} }: Request): boolean {
    return (
      Action.some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
      Resource.some((pattern) => like(resolve(pattern, this.#resources), resource)) &&
      Object.entries(Condition?.StringEquals ?? {}).every(([key, values]) =>
        values.some((value) => resolve(value, this.#resources) === context[key]),
      ) &&
      Object.entries(Condition?.StringLike ?? {}).every(([key, values]) =>
        values.some((pattern) => context[key] !== undefined && like(pattern, context[key])),
      )
    );
  }

  #function(name: string): Record<string, unknown> {
    const found = Object.values(this.#resources).find(
      ({ Type, Properties }) =>
        Type === 'AWS::Lambda::Function' && String(Properties?.FunctionName ?? '').endsWith(`-${name}`),
    );
    if (!found?.Properties) throw new Error(`The template has no function ${name}.`);
    return found.Properties;
  }
}

/** IAM's wildcards: `*` for any text, `?` for one character. */
function like(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
