/**
 * Records what AWS clients really send, for tests that replay it without those clients.
 *
 * node test/helpers/wire/record.ts http://127.0.0.1:4566 test/fixtures/wire/s3-put -- aws s3api put-object --bucket …
 *
 * starts a proxy in front of a running stack, runs the command with AWS_ENDPOINT_URL set to the proxy (and made-up
 * credentials and a region, where none are set), and writes one file per request: `s3-put-1.json`, `s3-put-2.json`, …
 * Each holds an Exchange (exchange.ts): method, path, headers, body in base64, and the answer. Credentials, signatures,
 * dates, hosts, ids of the invocation and the machine's description in User-Agent are left out.
 *
 * The AWS CLI and boto3 stream with a checksum trailer only over TLS. RECORD_TLS=FILE, a PEM file with a key and a
 * certificate, makes the proxy speak it; the command must then not verify the certificate (`aws --no-verify-ssl`).
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { dirname } from 'node:path';
import { type Exchange, sendTo } from './exchange.ts';

const PRIVATE = new Set([
  'authorization',
  'host',
  'date',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-user-agent',
  'user-agent',
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'connection',
  'expect',
  'accept-encoding',
]);
// Names chosen by the proxied stack for one connection, which would be wrong in the proxy's own answer.
const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date']);
// Answers are kept for the reader; a long one says no more.
const MAX_ANSWER = 2000;

function recorded(
  message: IncomingMessage,
  body: Buffer,
  answer: { status: number; body: Buffer },
  host: string,
): Exchange {
  const text = answer.body.toString('utf8').replaceAll(host, '127.0.0.1:4566');
  const headers = Object.entries(message.headers).flatMap(([name, value]) =>
    PRIVATE.has(name) || value === undefined ? [] : [[name, String(value)]],
  );
  const agent = message.headers['user-agent'] ?? '';
  return {
    client: /(?:aws-cli|Boto3|aws-sdk-js)\/[0-9.]+/.exec(agent)?.[0] ?? 'unknown',
    method: message.method ?? '',
    path: message.url ?? '',
    headers: Object.fromEntries(headers),
    body: body.toString('base64'),
    answered: { status: answer.status, body: text.slice(0, MAX_ANSWER) },
  };
}

function run(command: readonly string[], proxy: string): Promise<number> {
  const [program = '', ...rest] = command;
  const defaults = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_DEFAULT_REGION: 'us-east-1' };
  const env = { ...defaults, ...process.env, AWS_ENDPOINT_URL: proxy };
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { stdio: 'inherit', env });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

const [target, prefix, dashes, ...command] = process.argv.slice(2);
if (target === undefined || prefix === undefined || dashes !== '--' || command.length === 0) {
  console.error('usage: node test/helpers/wire/record.ts STACK-URL FILE-PREFIX -- COMMAND …');
  process.exit(2);
}

mkdirSync(dirname(prefix), { recursive: true });
let count = 0;
async function forward(message: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece);
  const body = Buffer.concat(pieces);
  const { method = '', url: path = '' } = message;
  const answer = await sendTo(url, { method, path, headers: message.headers, body });
  count++;
  writeFileSync(
    `${prefix}-${count}.json`,
    `${JSON.stringify(recorded(message, body, answer, new URL(url).host), undefined, 2)}\n`,
  );
  const headers = Object.entries(answer.headers).filter(([name, value]) => !HOP.has(name) && value !== undefined);
  response.writeHead(answer.status, Object.fromEntries(headers)).end(answer.body);
}

const pem = process.env.RECORD_TLS === undefined ? undefined : readFileSync(process.env.RECORD_TLS);
const listener = (message: IncomingMessage, response: ServerResponse) => void forward(message, response, target);
const server = pem ? createTlsServer({ key: pem, cert: pem }, listener) : createServer(listener);
server.listen(0, '127.0.0.1', async () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.exitCode = await run(command, `${pem ? 'https' : 'http'}://127.0.0.1:${port}`);
  console.error(`${count} request(s) written to ${prefix}-*.json`);
  server.close();
  server.closeAllConnections();
});
