/** A reply with eight pieces of advice has about 10 KB; a server that sends a hundred times as much is broken. */
export const MOST_REPLY_BYTES = 1024 * 1024;

/** A server sent more than any reply can be. */
export class ReplyTooLarge extends Error {
  override readonly name = 'ReplyTooLarge';
}

/** `fetch` whose bodies end with an error before they fill the memory. */
export async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'error' });
  if (response.body === null) return response;
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > MOST_REPLY_BYTES) throw new ReplyTooLarge(`more than ${MOST_REPLY_BYTES} bytes`);
      controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(limit), { status, statusText, headers });
}
