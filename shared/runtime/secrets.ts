/** How long a container goes on with a secret that was changed. */
const MAX_AGE_SECONDS = 300;

/**
 * Reads a text from AWS Secrets Manager, or from what the container remembers. The client is loaded with the first
 * secret.
 * @throws Error when there is no such secret, it may not be read, or it is not text
 */
export async function readSecret(nameOrArn: string): Promise<string> {
  const { getSecret } = await import('@aws-lambda-powertools/parameters/secrets');
  const value = await getSecret(nameOrArn, { maxAge: MAX_AGE_SECONDS });
  if (typeof value !== 'string') throw new TypeError(`The secret ${nameOrArn} holds no text.`);
  return value;
}
