import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AwsError, type JsonService, LOCAL_ACCOUNT, LOCAL_REGION } from './service.ts';

const ARN_PREFIX = `arn:aws:secretsmanager:${LOCAL_REGION}:${LOCAL_ACCOUNT}:secret:`;
const MOST_BYTES = 65_536;
const PAGE = 100;

const nameSchema = z
  .string()
  .regex(/^[\w/+=.@-]{1,512}$/, 'a name has 1 to 512 letters, digits and the characters /_+=.@-');
const valueSchema = z
  .string('only SecretString is kept, not SecretBinary')
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= MOST_BYTES, { error: `at most ${MOST_BYTES} bytes` });

const inputs = {
  CreateSecret: z.object({ Name: nameSchema, SecretString: valueSchema, Description: z.string().max(2048).optional() }),
  PutSecretValue: z.object({ SecretId: z.string(), SecretString: valueSchema }),
  GetSecretValue: z.object({ SecretId: z.string() }),
  DescribeSecret: z.object({ SecretId: z.string() }),
  ListSecrets: z.object({}),
  DeleteSecret: z.object({ SecretId: z.string(), ForceDeleteWithoutRecovery: z.literal(true) }),
};

const secretSchema = z.object({
  name: z.string(),
  description: z.string().optional(),
  value: z.string(),
  version: z.string(),
  /** Seconds since 1970, as the API gives times. */
  created: z.number(),
  changed: z.number(),
});
type Secret = z.infer<typeof secretSchema>;

export interface SecretsOptions {
  readonly home: string;
  /**
   * The access key id of the stack's functions. Every program of this machine can reach the port, other people's too,
   * so only who signs with this key may read a value; whoever can write one learns nothing from it.
   */
  readonly reader: string;
}

/**
 * Secrets Manager that keeps each secret in a file of its own below `<home>/secrets`, which only its owner may read.
 * Values are in no answer but GetSecretValue's, and in no log.
 */
export function createSecrets({ home, reader }: SecretsOptions): JsonService {
  const folder = join(home, 'secrets');
  // Names may hold slashes and differ in case only.
  const fileOf = (name: string) => join(folder, `${createHash('sha256').update(name).digest('hex')}.json`);

  async function find(id: string): Promise<Secret | undefined> {
    const text = await readFile(fileOf(nameOf(id)), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return text === undefined ? undefined : secretSchema.parse(JSON.parse(text));
  }

  async function get(id: string): Promise<Secret> {
    const found = await find(id);
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }

  async function put(secret: Secret): Promise<Secret> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const temporary = join(folder, `${randomUUID()}~`);
    await writeFile(temporary, JSON.stringify(secret), { mode: 0o600 });
    await rename(temporary, fileOf(secret.name));
    return secret;
  }

  const operations: Record<keyof typeof inputs, (input: unknown, caller: string | undefined) => Promise<unknown>> = {
    async CreateSecret(input) {
      const { Name: name, SecretString: value, Description: description } = parse('CreateSecret', input);
      if (await find(name)) throw new AwsError('ResourceExistsException', `The secret ${name} already exists.`);
      const created = now();
      return described(
        await put({
          name,
          ...(description === undefined ? {} : { description }),
          ...{ value, version: randomUUID(), created, changed: created },
        }),
      );
    },
    async PutSecretValue(input) {
      const { SecretId, SecretString: value } = parse('PutSecretValue', input);
      return described(await put({ ...(await get(SecretId)), value, version: randomUUID(), changed: now() }));
    },
    async GetSecretValue(input, caller) {
      const secret = await get(parse('GetSecretValue', input).SecretId);
      if (caller !== reader) {
        throw new AwsError('AccessDeniedException', 'Only the functions of this stack may read the value of a secret.');
      }
      return { ...described(secret), SecretString: secret.value, CreatedDate: secret.changed };
    },
    async DescribeSecret(input) {
      const secret = await get(parse('DescribeSecret', input).SecretId);
      const { ARN, Name, VersionId, VersionStages } = described(secret);
      return { ARN, Name, ...dated(secret), VersionIdsToStages: { [VersionId]: VersionStages } };
    },
    async ListSecrets(input) {
      parse('ListSecrets', input);
      const files = await readdir(folder).catch(() => []);
      const secrets = await Promise.all(
        files
          .filter((file) => file.endsWith('.json'))
          .map(async (file) => secretSchema.parse(JSON.parse(await readFile(join(folder, file), 'utf8')))),
      );
      const sorted = secrets.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, PAGE);
      return { SecretList: sorted.map((secret) => ({ ARN: arnOf(secret.name), Name: secret.name, ...dated(secret) })) };
    },
    async DeleteSecret(input) {
      const { name } = await get(parse('DeleteSecret', input).SecretId);
      await rm(fileOf(name));
      return { ARN: arnOf(name), Name: name, DeletionDate: now() };
    },
  };

  return {
    target: 'secretsmanager',
    protocol: '1.1',
    async call(operation, input, caller) {
      const known = isOperation(operation) ? operations[operation] : undefined;
      if (!known)
        throw new AwsError('UnknownOperationException', `secretsmanager.${operation} is not implemented here`);
      return known(input, caller);
    },
  };
}

function isOperation(name: string): name is keyof typeof inputs {
  return Object.hasOwn(inputs, name);
}

/** @throws AwsError that names what is wrong, and never a value */
function parse<Name extends keyof typeof inputs>(operation: Name, input: unknown): z.infer<(typeof inputs)[Name]>;
function parse(operation: keyof typeof inputs, input: unknown): unknown {
  const parsed = inputs[operation].safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new AwsError('InvalidParameterException', faults.join('; '));
}

/** AWS puts six characters behind the name; here they follow from it. */
function arnOf(name: string): string {
  return `${ARN_PREFIX}${name}-${createHash('sha256').update(name).digest('hex').slice(0, 6)}`;
}

/** @param id the name or the ARN of a secret */
function nameOf(id: string): string {
  return id.startsWith(ARN_PREFIX) ? id.slice(ARN_PREFIX.length).replace(/-[0-9a-zA-Z]{6}$/, '') : id;
}

function described({ name, version }: Secret) {
  return { ARN: arnOf(name), Name: name, VersionId: version, VersionStages: ['AWSCURRENT'] };
}

function dated({ created, changed, description }: Secret) {
  return {
    CreatedDate: created,
    LastChangedDate: changed,
    ...(description === undefined ? {} : { Description: description }),
  };
}

function now(): number {
  return Date.now() / 1000;
}
