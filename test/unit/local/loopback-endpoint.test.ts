import { expect, it } from 'vitest';
import { loopbackEndpoint } from '../../../local/loopback-endpoint.ts';

it.each(['http://127.0.0.1:4566', 'http://localhost:4566', 'http://[::1]:1', 'https://s3.localhost:2'])(
  'knows %s as this machine',
  (AWS_ENDPOINT_URL) => {
    expect(loopbackEndpoint({ AWS_ENDPOINT_URL })).toBe(AWS_ENDPOINT_URL);
  },
);

it.each([undefined, '', 'nonsense', 'https://glue.eu-central-1.amazonaws.com', 'https://localhost.example.com'])(
  'does not take %s for it',
  (AWS_ENDPOINT_URL) => {
    expect(loopbackEndpoint({ AWS_ENDPOINT_URL })).toBeUndefined();
  },
);
