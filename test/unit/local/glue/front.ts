import { createFront } from '../../../../local/server.ts';
import type { HttpService, JsonService } from '../../../../local/service.ts';

/** Answers for the services that a test does not start. */
const absent: HttpService = {
  async handle(_request, response) {
    response.writeHead(501).end();
  },
};

/** Serves AWS JSON services on a free loopback port, so that a test can use the real SDK. */
export function serve(...json: JsonService[]) {
  const health = { home: '', pid: process.pid, version: '' };
  return createFront({ json, s3: absent, sns: absent, port: 0, host: '127.0.0.1', health });
}

export const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
