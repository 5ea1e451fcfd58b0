import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { CRC32, CRC32C, CRC64NVME, type CrcKind, combineCrc, crc32c, crc64nvme } from './crc.ts';

/** What S3 clients may ask to have checked; MD5 also makes the ETag. */
export const ALGORITHMS = ['MD5', 'CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** The algorithms of `x-amz-checksum-…` headers. */
export const CHECKSUMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type Checksum = (typeof CHECKSUMS)[number];

const CRCS: Partial<Record<Algorithm, CrcKind>> = { CRC32, CRC32C, CRC64NVME };

interface Running {
  update(data: Uint8Array): void;
  digest(): Buffer;
}

function start(algorithm: Algorithm): Running {
  switch (algorithm) {
    case 'MD5':
    case 'SHA1':
    case 'SHA256': {
      const hash = createHash(algorithm.toLowerCase());
      return { update: (data) => void hash.update(data), digest: () => hash.digest() };
    }
    case 'CRC32':
      return running32(crc32);
    case 'CRC32C':
      return running32(crc32c);
    case 'CRC64NVME': {
      let crc: [number, number] = [0, 0];
      return {
        update: (data) => {
          crc = crc64nvme(data, crc);
        },
        digest: () => {
          const out = Buffer.alloc(8);
          out.writeUInt32BE(crc[0], 0);
          out.writeUInt32BE(crc[1], 4);
          return out;
        },
      };
    }
  }
}

function running32(next: (data: Uint8Array, previous: number) => number): Running {
  let crc = 0;
  return {
    update: (data) => {
      crc = next(data, crc);
    },
    digest: () => {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(crc);
      return out;
    },
  };
}

/** Digests by algorithm, in base64. */
export type DigestValues = Readonly<Partial<Record<Algorithm, string>>>;

/** Several digests over the same bytes. */
export class Digests {
  readonly #running: readonly (readonly [Algorithm, Running])[];

  constructor(algorithms: readonly Algorithm[]) {
    this.#running = [...new Set(algorithms)].map((algorithm) => [algorithm, start(algorithm)]);
  }

  update(data: Uint8Array): void {
    for (const [, running] of this.#running) running.update(data);
  }

  digest(): DigestValues {
    return Object.fromEntries(
      this.#running.map(([algorithm, running]) => [algorithm, running.digest().toString('base64')]),
    );
  }
}

export function isChecksum(name: string): name is Checksum {
  return CHECKSUMS.some((known) => known === name);
}

/** The digest over the digests of the parts, as S3 makes composite checksums. */
export function compositeChecksum(algorithm: Checksum, parts: readonly string[]): string {
  const digests = new Digests([algorithm]);
  for (const part of parts) digests.update(Buffer.from(part, 'base64'));
  return `${digests.digest()[algorithm]}-${parts.length}`;
}

/**
 * The checksum of the whole object from those of its parts, without reading it again.
 *
 * @returns undefined for an algorithm that cannot be combined (SHA-1, SHA-256)
 */
export function wholeChecksum(
  algorithm: Checksum,
  parts: readonly { checksum: string; size: number }[],
): string | undefined {
  const kind = CRCS[algorithm];
  if (!kind) return undefined;
  let whole = 0n;
  for (const { checksum, size } of parts) {
    const own = BigInt(`0x${Buffer.from(checksum, 'base64').toString('hex') || '0'}`);
    whole = combineCrc(kind, whole, own, size);
  }
  return Buffer.from(whole.toString(16).padStart(kind.bits / 4, '0'), 'hex').toString('base64');
}
