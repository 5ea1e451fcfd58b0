import { S3Client, S3ServiceException } from '@aws-sdk/client-s3';

export const LAKE = 'energy-lake';

/** The AWS SDK as a user has it, except for the address; no retries, so that each answer is seen. */
export function clientFor(endpoint: string): S3Client {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true, maxAttempts: 1 });
}

/** The name and status of the error that a call must end in. */
export async function failure(
  call: Promise<unknown>,
): Promise<{ name: string; status: number | undefined; message: string }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return { name: error.name, status: error.$metadata.httpStatusCode, message: error.message };
  }
  throw new Error('the call succeeded');
}

export async function readText(answer: {
  Body?: { transformToString(): Promise<string> } | undefined;
}): Promise<string> {
  return (await answer.Body?.transformToString()) ?? '';
}
