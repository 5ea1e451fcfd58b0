/**
 * Whether calls that are meant for AWS would go to this machine: the variable is easily forgotten in a shell that spoke
 * to the local stack before.
 * @returns the address that AWS_ENDPOINT_URL names, where that is a loopback one
 */
export function loopbackEndpoint(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = env.AWS_ENDPOINT_URL ?? '';
  const { hostname } = URL.canParse(given) ? new URL(given) : { hostname: '' };
  return /^(127(\.\d+){3}|localhost|.+\.localhost|\[::1\])$/.test(hostname) ? given : undefined;
}
