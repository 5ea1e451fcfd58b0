import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError, type JsonService } from '../../../local/service.ts';

/** Serves AWS JSON services on a free loopback port, so that a test can use the real SDK. */
export async function serve(...services: JsonService[]): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const [target, operation = ''] = String(request.headers['x-amz-target']).split('.');
    const service = services.find((each) => each.target === target);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.setHeader('content-type', `application/x-amz-json-${service?.protocol ?? '1.1'}`);
    response.setHeader('x-amzn-requestid', randomUUID());
    try {
      if (!service) throw new AwsError('UnknownOperationException', `no service ${target}`);
      const output = await service.call(operation, JSON.parse(Buffer.concat(chunks).toString() || '{}'));
      response.end(JSON.stringify(output));
    } catch (error) {
      response.statusCode = error instanceof AwsError ? error.status : 500;
      const code = error instanceof AwsError ? error.code : 'InternalFailure';
      response.end(JSON.stringify({ __type: code, message: String(error instanceof Error ? error.message : error) }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
