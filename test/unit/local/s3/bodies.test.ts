import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CRC32C, CRC64NVME, combineCrc, crc32c, crc64nvme } from '../../../../local/s3/crc.ts';
import { type Endpoint, startEndpoint } from '../../../helpers/wire/endpoint.ts';
import { LAKE } from './client.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startEndpoint();
});
afterAll(() => endpoint.close());

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Sends bytes as they are, without an SDK that would put them right. */
function send(
  method: string,
  key: string,
  headers: Record<string, string | number>,
  pieces: (Buffer | string)[] = [],
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${endpoint.url}/${LAKE}/${key}`, { method, headers }, (response) => {
      const body: Buffer[] = [];
      response.on('data', (piece) => body.push(piece));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(body).toString() }),
      );
    });
    sent.on('error', reject);
    for (const piece of pieces) sent.write(piece);
    sent.end();
  });
}

const code = (answer: Answer) => /<Code>(.+?)<\/Code>/.exec(answer.body)?.[1];
const crc = (data: Buffer | string) => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(crc32(data));
  return out.toString('base64');
};

const small = Buffer.from('hello, meter');
const large = Buffer.alloc(700_000, 'kwh,');

describe.each([
  ['small', small],
  ['large', large],
])('a %s body', (name, data) => {
  const headers = { 'content-length': data.length };
  test.each([
    ['content-md5', createHash('md5').update('x').digest('base64'), 'BadDigest'],
    ['content-md5', 'short', 'InvalidDigest'],
    ['x-amz-checksum-crc32', crc('x'), 'BadDigest'],
    ['x-amz-checksum-crc32', 'AAA', 'InvalidRequest'],
    ['x-amz-checksum-sha256', createHash('sha256').update('x').digest('base64'), 'BadDigest'],
    ['x-amz-content-sha256', createHash('sha256').update('x').digest('hex'), 'XAmzContentSHA256Mismatch'],
    ['x-amz-checksum-xxhash64', 'AAAAAAAAAAA=', 'NotImplemented'],
  ])('with a wrong %s (%s) is refused and leaves nothing', async (header, value, expected) => {
    const blobs = await readdir(join(endpoint.home, 's3-meta/blobs'));
    const answer = await send('PUT', `bad-${name}`, { ...headers, [header]: value }, [data]);
    expect(code(answer)).toBe(expected);
    expect((await send('HEAD', `bad-${name}`, {})).status).toBe(404);
    expect(await readdir(join(endpoint.home, 's3-meta/blobs'))).toEqual(blobs);
  });

  const framed = (size: number, chunk: number, extension = '') => {
    const pieces: (Buffer | string)[] = [];
    for (let at = 0; at < size; at += chunk) {
      const piece = data.subarray(at, Math.min(at + chunk, size));
      pieces.push(`${piece.length.toString(16)}${extension}\r\n`, piece, '\r\n');
    }
    return [...pieces, `0${extension}\r\n`];
  };
  const streaming = {
    'content-encoding': 'gzip,aws-chunked',
    'x-amz-decoded-content-length': data.length,
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-trailer': 'x-amz-checksum-crc32',
  };

  test.each([
    ['unsigned', '', 65_536],
    ['signed', `;chunk-signature=${'0'.repeat(64)}`, 8_192],
    ['tiny', '', 7],
  ])('in %s chunks is stored without its framing and trailer', async (_kind, extension, chunk) => {
    const part = Math.min(data.length, chunk * 20_000);
    const pieces = [...framed(part, chunk, extension), `x-amz-checksum-crc32:${crc(data.subarray(0, part))}\r\n`];
    if (extension) pieces.push(`x-amz-trailer-signature:${'0'.repeat(64)}\r\n`);
    const wire = Buffer.concat([...pieces, '\r\n'].map((piece) => Buffer.from(piece)));
    // Cut at odd places, so that lines and sizes arrive in halves.
    const cuts = Array.from({ length: Math.ceil(wire.length / 9_973) }, (_, i) =>
      wire.subarray(i * 9_973, (i + 1) * 9_973),
    );
    const answer = await send('PUT', `framed-${name}`, { ...streaming, 'x-amz-decoded-content-length': part }, cuts);
    expect(answer.status).toBe(200);
    const got = await send('GET', `framed-${name}`, { 'x-amz-checksum-mode': 'ENABLED' });
    expect(got.body).toBe(data.subarray(0, part).toString());
    expect(got.headers).toMatchObject({
      'content-encoding': 'gzip',
      'x-amz-checksum-crc32': crc(data.subarray(0, part)),
    });
  });

  test.each([
    ['a wrong trailer', () => [...framed(data.length, 4096), `x-amz-checksum-crc32:${crc('x')}\r\n\r\n`], 'BadDigest'],
    ['no trailer', () => [...framed(data.length, 4096), '\r\n'], 'MalformedTrailerError'],
    ['no last chunk', () => framed(data.length, 4096).slice(0, -1), 'IncompleteBody'],
    [
      'too few bytes',
      () => [...framed(data.length - 1, 4096), `x-amz-checksum-crc32:${crc(data)}\r\n\r\n`],
      'IncompleteBody',
    ],
    ['a chunk longer than its size', () => ['2\r\nabc\r\n'], 'InvalidRequest'],
    ['a size that is none', () => ['zz\r\nabc\r\n'], 'InvalidRequest'],
    ['a line without end', () => ['1'.repeat(20_000)], 'InvalidRequest'],
  ])('in chunks with %s is refused', async (_what, pieces, expected) => {
    const answer = await send('PUT', `bad-framed-${name}`, streaming, pieces());
    expect(code(answer)).toBe(expected);
    expect((await send('HEAD', `bad-framed-${name}`, {})).status).toBe(404);
  });
});

test('presigned addresses are answered, old style and new', async () => {
  await send('PUT', 'presigned', { 'content-length': small.length }, [small]);
  for (const query of [
    'AWSAccessKeyId=a&Signature=b&Expires=1',
    'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=c',
  ]) {
    expect((await send('GET', `presigned?${query}`, {})).body).toBe(small.toString());
  }
});

test('a body of unknown length is refused', async () => {
  const answer = await send('PUT', 'unknown', { 'transfer-encoding': 'chunked' }, ['abc']);
  expect([answer.status, code(answer)]).toEqual([411, 'MissingContentLength']);
});

test('a client that goes away leaves nothing', async () => {
  const blobs = await readdir(join(endpoint.home, 's3-meta/blobs'));
  await new Promise<void>((resolve) => {
    const sent = request(`${endpoint.url}/${LAKE}/aborted`, {
      method: 'PUT',
      headers: { 'content-length': 5_000_000 },
    });
    sent.on('error', () => resolve());
    sent.write(Buffer.alloc(2_000_000), () => setImmediate(() => sent.destroy(new Error('gone'))));
  });
  await expect.poll(() => readdir(join(endpoint.home, 's3-meta/blobs'))).toEqual(blobs);
  expect((await send('HEAD', 'aborted', {})).status).toBe(404);
});

describe('requests that are not S3', () => {
  test.each([
    ['GET', '%ff', {}, 'InvalidURI'],
    ['POST', '?delete', {}, 'MalformedXML'],
    ['PUT', 'x?acl', {}, 'NotImplemented'],
    ['PATCH', 'x', {}, 'NotImplemented'],
    ['PUT', 'x', { 'content-length': '6000000000' }, 'EntityTooLarge'],
    ['PUT', 'x?partNumber=0&uploadId=none', {}, 'NoSuchUpload'],
    ['PUT', 'copy', { 'x-amz-copy-source': 'nobucket' }, 'InvalidArgument'],
  ])('%s %s', async (method, key, headers, expected) => {
    const answer = await sendHeadersOnly(method, key, headers);
    expect(answer).toContain(`<Code>${expected}</Code>`);
  });

  test('XML with entities of its own is not expanded', async () => {
    const body = '<!DOCTYPE d [<!ENTITY e "xxxx">]><Delete><Object><Key>&e;</Key></Object></Delete>';
    const answer = await send('POST', '?delete', { 'content-length': body.length }, [body]);
    expect(answer.body).not.toContain('xxxx');
  });
});

/** For requests whose declared body never comes. */
function sendHeadersOnly(method: string, key: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(`${endpoint.url}/${LAKE}/${key}`, { method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece) => {
        body += piece;
      });
      response.on('end', () => {
        resolve(body);
        sent.destroy();
      });
    });
    sent.on('error', reject);
    if ('content-length' in headers) sent.flushHeaders();
    else sent.end();
  });
}

describe('checksums of our own', () => {
  // The check values of the CRC catalogue: the checksum of "123456789".
  const check = Buffer.from('123456789');
  test('CRC-32C and CRC-64/NVME have their published check values', () => {
    expect(crc32c(check)).toBe(0xe3069283);
    expect(crc64nvme(check)).toEqual([0xae8b1486, 0x0a799888]);
  });

  test('the CRC of two pieces follows from those of each', () => {
    const [first, second] = [large.subarray(0, 123_457), large.subarray(123_457)];
    const both = combineCrc(CRC32C, BigInt(crc32c(first)), BigInt(crc32c(second)), second.length);
    expect(both).toBe(BigInt(crc32c(large)));
    const big = ([high, low]: readonly [number, number]) => (BigInt(high) << 32n) | BigInt(low);
    const whole = combineCrc(CRC64NVME, big(crc64nvme(first)), big(crc64nvme(second)), second.length);
    expect(whole).toBe(big(crc64nvme(large)));
  });
});
