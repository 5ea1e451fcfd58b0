import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { faultMessage } from './disk-fault.ts';
import { appendLines, lineFiles } from './full-files.ts';
import { readBody } from './read-body.ts';
import { AwsError, type HttpService, LOCAL_ACCOUNT, LOCAL_REGION } from './service.ts';

const ARN_PREFIX = `arn:aws:sns:${LOCAL_REGION}:${LOCAL_ACCOUNT}:`;
const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';
const MAX_MESSAGE = 262_144;
const MAX_BODY = 2 * 1024 * 1024;
const MAX_BATCH = 10;
const FOLDER = 'sns';

type Form = URLSearchParams;

/** A message as it stands in a topic's file, one per line. */
interface Message {
  messageId: string;
  time: string;
  topicArn: string;
  subject?: string;
  message: string;
  structure?: string;
  attributes?: Record<string, { type: string; value: string }>;
}

/** @returns the files that hold the messages of a topic, the older ones first; either may be missing */
export function messageFiles(home: string, topic: string): readonly [older: string, newer: string] {
  return lineFiles(join(home, FOLDER, `${topic}.jsonl`));
}

/**
 * SNS that keeps what is published: one line of JSON per message in `<home>/sns/<topic>.jsonl`, the newest of them.
 * There are no subscriptions; a topic is its file.
 */
export function createSns({ home }: { home: string }): HttpService {
  const folder = join(home, FOLDER);
  mkdirSync(folder, { recursive: true });

  const operations: Record<string, (form: Form) => string> = {
    CreateTopic: (form) => {
      const name = checkName(form.get('Name') ?? '');
      closeSync(openSync(topicFile(name), 'a'));
      return element('TopicArn', ARN_PREFIX + name);
    },
    DeleteTopic: (form) => {
      for (const file of messageFiles(home, topicName(form.get('TopicArn')))) rmSync(file, { force: true });
      return '';
    },
    ListTopics: () => {
      // A name of a topic has no dot: what was set aside is none.
      const names = readdirSync(folder).flatMap((file) => /^([^.]+)\.jsonl$/.exec(file)?.[1] ?? []);
      const members = names.sort().map((name) => `<member>${element('TopicArn', ARN_PREFIX + name)}</member>`);
      return `<Topics>${members.join('')}</Topics>`;
    },
    GetTopicAttributes: (form) => {
      const arn = ARN_PREFIX + existing(form.get('TopicArn'));
      const attributes = {
        TopicArn: arn,
        Owner: LOCAL_ACCOUNT,
        SubscriptionsConfirmed: '0',
        SubscriptionsPending: '0',
      };
      const entries = Object.entries({ ...attributes, SubscriptionsDeleted: '0', DisplayName: '' });
      const xml = entries.map(([key, value]) => `<entry>${element('key', key)}${element('value', value)}</entry>`);
      return `<Attributes>${xml.join('')}</Attributes>`;
    },
    Publish: (form) => {
      const name = existing(form.get('TopicArn') ?? form.get('TargetArn'));
      return element('MessageId', publish(name, form, ''));
    },
    PublishBatch: (form) => publishBatch(existing(form.get('TopicArn')), form),
  };

  return { handle };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    try {
      const text = await readBody(request, MAX_BODY);
      if (text === undefined)
        throw new AwsError('RequestEntityTooLarge', `The request is larger than ${MAX_BODY} bytes`, 413);
      const form = new URLSearchParams(text);
      const action = form.get('Action') ?? '';
      const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
      if (!operation)
        throw new AwsError(
          'InvalidAction',
          `${action || 'A call without Action'} is not implemented by this local SNS`,
        );
      const result = operation(form);
      const metadata = `<ResponseMetadata>${element('RequestId', requestId)}</ResponseMetadata>`;
      const body = `<${action}Result>${result}</${action}Result>${metadata}`;
      answer(response, 200, `<${action}Response xmlns="${NAMESPACE}">${body}</${action}Response>`);
    } catch (error) {
      const known = error instanceof AwsError ? error : new AwsError('InternalFailure', faultMessage(error), 500);
      const type = element('Type', known.status < 500 ? 'Sender' : 'Receiver');
      const fields = `${type}${element('Code', known.code)}${element('Message', known.message)}`;
      const body = `<Error>${fields}</Error>${element('RequestId', requestId)}`;
      answer(response, known.status, `<ErrorResponse xmlns="${NAMESPACE}">${body}</ErrorResponse>`);
    }
  }

  function topicFile(name: string): string {
    return join(folder, `${name}.jsonl`);
  }

  /** @throws AwsError NotFound */
  function existing(arn: string | null): string {
    const name = topicName(arn);
    if (statSync(topicFile(name), { throwIfNoEntry: false })) return name;
    throw new AwsError('NotFound', `Topic does not exist: ${ARN_PREFIX}${name}`, 404);
  }

  /** @param at what stands before each parameter's name, for a batch */
  function publish(topic: string, form: Form, at: string): string {
    const message = form.get(`${at}Message`) ?? '';
    if (message === '') throw invalid('Empty message');
    if (Buffer.byteLength(message) > MAX_MESSAGE) throw invalid('Message too long');
    const [subject, structure] = [form.get(`${at}Subject`), form.get(`${at}MessageStructure`)];
    const attributes = readAttributes(form, at);
    const kept: Message = {
      messageId: randomUUID(),
      time: new Date().toISOString(),
      topicArn: ARN_PREFIX + topic,
      ...(subject !== null && { subject }),
      message,
      ...(structure !== null && { structure }),
      ...(Object.keys(attributes).length > 0 && { attributes }),
    };
    appendLines(topicFile(topic), `${JSON.stringify(kept)}\n`);
    // A topic is there for as long as its file is.
    closeSync(openSync(topicFile(topic), 'a'));
    return kept.messageId;
  }

  function publishBatch(topic: string, form: Form): string {
    const entries = members(form, 'PublishBatchRequestEntries.member');
    if (entries.length === 0) throw new AwsError('EmptyBatchRequest', 'The batch request contains no entries');
    if (entries.length > MAX_BATCH)
      throw new AwsError('TooManyEntriesInBatchRequest', `A batch has at most ${MAX_BATCH} entries`);
    const ids = entries.map((at) => form.get(`${at}Id`) ?? '');
    if (new Set(ids).size < ids.length) throw new AwsError('BatchEntryIdsNotDistinct', 'Two entries have the same Id');
    const [successful, failed]: [string[], string[]] = [[], []];
    entries.forEach((at, index) => {
      const id = element('Id', ids[index] ?? '');
      try {
        successful.push(`<member>${id}${element('MessageId', publish(topic, form, at))}</member>`);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const reason = element('Code', error.code) + element('Message', error.message);
        failed.push(`<member>${id}${reason}${element('SenderFault', 'true')}</member>`);
      }
    });
    return `<Successful>${successful.join('')}</Successful><Failed>${failed.join('')}</Failed>`;
  }
}

function readAttributes(form: Form, at: string): Record<string, { type: string; value: string }> {
  const attributes = members(form, `${at}MessageAttributes.entry`).map((entry) => {
    const value = form.get(`${entry}Value.StringValue`) ?? form.get(`${entry}Value.BinaryValue`) ?? '';
    return [form.get(`${entry}Name`) ?? '', { type: form.get(`${entry}Value.DataType`) ?? 'String', value }];
  });
  return Object.fromEntries(attributes);
}

/** The prefixes `name.1.`, `name.2.`, … that have parameters. */
function members(form: Form, name: string): string[] {
  const keys = [...form.keys()];
  const found: string[] = [];
  for (let n = 1; keys.some((key) => key.startsWith(`${name}.${n}.`)); n++) found.push(`${name}.${n}.`);
  return found;
}

/** @throws AwsError InvalidParameter; a name that passes is also a safe file name */
function checkName(name: string): string {
  if (/^[A-Za-z0-9_-]{1,256}$/.test(name)) return name;
  throw invalid('Topic Name: 1 to 256 letters, digits, hyphens and underscores (FIFO topics are not implemented)');
}

function topicName(arn: string | null): string {
  if (arn?.startsWith(ARN_PREFIX)) return checkName(arn.slice(ARN_PREFIX.length));
  throw invalid(`TopicArn: expected ${ARN_PREFIX}NAME`);
}

function invalid(what: string): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${what}`);
}

function element(name: string, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<${name}>${escaped}</${name}>`;
}

function answer(response: ServerResponse, status: number, xml: string): void {
  const body = Buffer.from(xml);
  response.writeHead(status, { 'content-type': 'text/xml', 'content-length': body.length }).end(body);
}
