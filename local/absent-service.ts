/** An AWS service that does not run here is named as itself, whichever service its request looks like. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** By the name that a request's signature gives. */
const HERE: ReadonlySet<string> = new Set([
  ...['s3', 'sns', 'glue', 'athena', 'states', 'secretsmanager', 'dynamodb', 'execute-api'],
]);

/** @returns the service that a request was signed for, where it is one that does not run here */
export function absentService({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const [, service] =
    /Credential=[^/,\s]+\/\d{8}\/[^/,\s]*\/([a-z0-9-]+)\/aws4_request/.exec(headers.authorization ?? '') ?? [];
  return service === undefined || HERE.has(service) ? undefined : service;
}

/** Answers in the words of the protocol that the request speaks, so that a client shows the sentence. */
export function refuseAbsent(service: string, request: IncomingMessage, response: ServerResponse): void {
  const message =
    `The service ${service} does not run here. local/SUPPORT.md lists those that do; ` +
    'for AWS itself unset AWS_ENDPOINT_URL.';
  request.resume();
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    response.writeHead(400, { 'content-type': 'text/xml' });
    response.end(
      '<ErrorResponse><Error><Type>Sender</Type><Code>ServiceNotHere</Code>' +
        `<Message>${message}</Message></Error></ErrorResponse>`,
    );
    return;
  }
  response.writeHead(400, { 'content-type': 'application/json', 'x-amzn-errortype': 'ServiceNotHere' });
  response.end(JSON.stringify({ __type: 'ServiceNotHere', message }));
}
