/**
 * As much of the AWS CLI as the documents use, on the SDK: `aws SERVICE OPERATION --member VALUE …`, `aws s3 ls` and
 * `aws s3 cp`. It prints the answer as JSON, and ends with 1 where the service refuses.
 */
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import * as s3 from '@aws-sdk/client-s3';
import * as sfn from '@aws-sdk/client-sfn';

const [service = '', operation = '', ...rest] = process.argv.slice(2);
const client = new s3.S3Client({ forcePathStyle: true });

/** `start-execution` is StartExecution in the SDK. */
const pascal = (kebab: string) => kebab.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

function addressOf(text: string): { Bucket: string; Key: string } {
  const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(text) ?? [];
  if (Bucket === '') throw new Error(`${text} is no s3 address`);
  return { Bucket, Key };
}

async function list([address = '', ...options]: readonly string[]): Promise<void> {
  const { Bucket, Key: Prefix } = addressOf(address);
  if (options.join(' ') !== '--recursive') throw new Error(`aws s3 ls ${options.join(' ')} is not played`);
  for await (const page of s3.paginateListObjectsV2({ client }, { Bucket, Prefix })) {
    for (const { Key, Size, LastModified } of page.Contents ?? [])
      console.log(`${LastModified?.toISOString()} ${Size} ${Key}`);
  }
}

async function copy([file = '', address = '']: readonly string[]): Promise<void> {
  const { Bucket, Key } = addressOf(address);
  const to = Key === '' || Key.endsWith('/') ? `${Key}${basename(file)}` : Key;
  const ContentLength = statSync(file).size;
  await client.send(new s3.PutObjectCommand({ Bucket, Key: to, Body: createReadStream(file), ContentLength }));
  console.log(`upload: ${file} to s3://${Bucket}/${to}`);
}

/** Options by the names of the operation's members. */
function members(words: readonly string[], named: (kebab: string) => string): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 0; at < words.length; at += 2) {
    const [name = '', value] = [words[at], words[at + 1]];
    if (!name.startsWith('--') || value === undefined) throw new Error(`${name} is no option with a value`);
    found[named(name.slice(2))] = value;
  }
  return found;
}

async function call(): Promise<void> {
  if (service === 's3' && operation === 'ls') return list(rest);
  if (service === 's3' && operation === 'cp') return copy(rest);
  const command = `${pascal(operation)}Command`;
  if (service === 's3api' && command === 'ListObjectVersionsCommand') {
    const { Bucket = '', Prefix = '' } = members(rest, pascal);
    return print(await client.send(new s3.ListObjectVersionsCommand({ Bucket, Prefix })));
  }
  if (service !== 'stepfunctions') throw new Error(`aws ${service} ${operation} is not played`);
  const camel = (kebab: string) => pascal(kebab).replace(/^./, (letter) => letter.toLowerCase());
  const given = members(rest, camel);
  const steps = new sfn.SFNClient({});
  const { stateMachineArn = '', executionArn = '', input } = given;
  switch (command) {
    case 'StartExecutionCommand':
      return print(await steps.send(new sfn.StartExecutionCommand({ stateMachineArn, input })));
    case 'StopExecutionCommand':
      return print(await steps.send(new sfn.StopExecutionCommand({ executionArn })));
    case 'ListExecutionsCommand':
      return print(await steps.send(new sfn.ListExecutionsCommand({ stateMachineArn })));
    default:
      throw new Error(`aws ${service} ${operation} is not played`);
  }
}

function print({ $metadata: _, ...answer }: { $metadata: unknown }): void {
  console.log(JSON.stringify(answer, null, 2));
}

await call();
