/** A server that speaks the protocols of Bedrock's Converse and of OpenAI's two APIs, and misbehaves as it is told. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { z } from 'zod';

export interface ModelRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
  /** The user's message. */
  readonly prompt: string;
}

/** What the server does with a request. */
export type Behaviour =
  /** Answers with this reply as the model's words. */
  | { readonly reply: unknown }
  /** Answers with a model's words that are not JSON. */
  | { readonly words: string }
  /** Answers with this status and body. */
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  /** Sends this as it stands. */
  | { readonly raw: string }
  /** Sends so many bytes. */
  | { readonly bytes: number }
  | 'never'
  /** A byte every few milliseconds, for ever. */
  | 'drip'
  | 'hang up';

export interface ModelServer {
  readonly url: string;
  readonly requests: ModelRequest[];
  /** Behaviours of the next requests, in order; the last one goes on. */
  next(...behaviours: Behaviour[]): void;
  close(): Promise<void>;
}

const TOKENS = { input: 1200, output: 300 };

export async function startModelServer(): Promise<ModelServer> {
  let queue: Behaviour[] = [{ status: 500 }];
  const requests: ModelRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const path = request.url ?? '';
    requests.push({ path, headers: request.headers, body, prompt: promptOf(body) });
    const [behaviour = { status: 500 }, ...rest] = queue;
    if (rest.length > 0) queue = rest;
    behave(behaviour, path, body, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    next: (...behaviours) => {
      queue = behaviours;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function behave(behaviour: Behaviour, path: string, body: Record<string, unknown>, response: ServerResponse): void {
  const json = (status: number, value: unknown, headers: Record<string, string> = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  if (behaviour === 'never') return;
  if (behaviour === 'hang up') {
    response.destroy();
    return;
  }
  if (behaviour === 'drip') {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 5);
    response.on('close', () => clearInterval(timer));
    return;
  }
  if ('reply' in behaviour) return void json(200, answerOf(path, body, JSON.stringify(behaviour.reply)));
  if ('words' in behaviour) return void json(200, answerOf(path, body, behaviour.words));
  if ('raw' in behaviour)
    return void response.writeHead(200, { 'content-type': 'application/json' }).end(behaviour.raw);
  if ('bytes' in behaviour) {
    const filled = answerOf(path, body, 'x'.repeat(behaviour.bytes));
    return void json(200, filled);
  }
  json(behaviour.status, behaviour.body ?? {}, behaviour.headers);
}

const messagesSchema = z
  .array(z.object({ content: z.union([z.string(), z.array(z.object({ text: z.string() }))]) }))
  .min(1);

/** The user's message, which is the last, wherever the protocol has it. */
function promptOf(body: Record<string, unknown>): string {
  const content = messagesSchema.parse(body.messages ?? body.input).at(-1)?.content ?? '';
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('');
}

/** A model's words in the protocol of the request. */
function answerOf(path: string, body: Record<string, unknown>, words: string): unknown {
  if (path.endsWith('/converse')) return converseAnswer(body, words);
  const usage = { input: TOKENS.input, output: TOKENS.output };
  if (path.endsWith('/chat/completions')) {
    return {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: body.model,
      choices: [{ index: 0, message: { role: 'assistant', content: words }, finish_reason: 'stop' }],
      usage: {
        prompt_tokens: usage.input,
        completion_tokens: usage.output,
        total_tokens: usage.input + usage.output,
      },
    };
  }
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    status: 'completed',
    model: body.model,
    output: [
      {
        type: 'message',
        id: 'msg_1',
        status: 'completed',
        role: 'assistant',
        content: [{ type: 'output_text', text: words, annotations: [] }],
      },
    ],
    usage: { input_tokens: usage.input, output_tokens: usage.output, total_tokens: usage.input + usage.output },
  };
}

/** Converse answers with a call of the tool that was asked for, or with text where none was. */
function converseAnswer(body: Record<string, unknown>, words: string): unknown {
  const tool = body.toolConfig === undefined ? undefined : asObject(words);
  const content = tool === undefined ? { text: words } : { toolUse: { toolUseId: 't1', name: 'json', input: tool } };
  return {
    output: { message: { role: 'assistant', content: [content] } },
    stopReason: tool === undefined ? 'end_turn' : 'tool_use',
    usage: { inputTokens: TOKENS.input, outputTokens: TOKENS.output, totalTokens: TOKENS.input + TOKENS.output },
    metrics: { latencyMs: 5 },
  };
}

function asObject(words: string): unknown {
  try {
    return JSON.parse(words);
  } catch {
    return undefined;
  }
}
