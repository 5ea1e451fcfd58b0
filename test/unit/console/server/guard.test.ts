import { describe, expect, it } from 'vitest';
import { createToken, refusedCall, refusedHost } from '../../../../console/server/guard.ts';

const PORT = 4567;
const token = createToken();
const good = { host: '127.0.0.1:4567', authorization: `Bearer ${token}` };

describe('the name that a request gives the server', () => {
  it.each(['127.0.0.1:4567', 'localhost:4567', 'LOCALHOST:4567'])('may be %s', (host) => {
    expect(refusedHost({ host }, PORT)).toBeUndefined();
  });

  it.each([
    undefined,
    '',
    '127.0.0.1',
    '127.0.0.1:4566',
    'evil.example:4567',
    '127.0.0.1.evil.example:4567',
    '[::1]:1',
  ])('may not be %s', (host) => {
    expect(refusedHost({ host }, PORT)?.status).toBe(403);
  });
});

describe('a request for data', () => {
  it('is answered with the token, from the own page or from a program', () => {
    expect(refusedCall(good, PORT, token)).toBeUndefined();
    const own = { ...good, origin: 'http://127.0.0.1:4567', 'sec-fetch-site': 'same-origin' };
    expect(refusedCall(own, PORT, token)).toBeUndefined();
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', `bearer ${token}`, `Bearer ${token.slice(1)}`, `Bearer ${token} `])(
    'is refused when it says %s',
    (authorization) => {
      expect(refusedCall({ ...good, authorization }, PORT, token)?.status).toBe(401);
    },
  );

  it.each(['http://127.0.0.1:4566', 'https://127.0.0.1:4567', 'http://evil.example', 'null', ''])(
    'is refused from the page of %s, whatever it knows',
    (origin) => {
      expect(refusedCall({ ...good, origin }, PORT, token)?.status).toBe(403);
    },
  );

  it.each(['cross-site', 'same-site'])('is refused when the browser calls it %s', (site) => {
    expect(refusedCall({ ...good, 'sec-fetch-site': site }, PORT, token)?.status).toBe(403);
  });
});

it('has another token at each start', () => {
  expect(new Set([createToken(), createToken(), createToken()]).size).toBe(3);
});
