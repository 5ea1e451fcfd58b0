/** Answers CloudFormation's DescribeStacks for one stack, as the service does: form in, XML out. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

export interface CloudFormation {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveCloudFormation(
  name: string,
  outputs: Readonly<Record<string, string>>,
): Promise<CloudFormation> {
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    const isKnown = form.get('Action') === 'DescribeStacks' && form.get('StackName') === name;
    response.writeHead(isKnown ? 200 : 400, { 'content-type': 'text/xml' });
    response.end(isKnown ? described(name, outputs) : refused(form.get('StackName') ?? ''));
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(z.object({ port: z.number() }).parse(server.address()).port));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function described(name: string, outputs: Readonly<Record<string, string>>): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult>
<Stacks><member>
<StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
<CreationTime>2026-11-01T00:00:00Z</CreationTime>
<Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

function refused(name: string): string {
  return `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>
<Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message></Error></ErrorResponse>`;
}
