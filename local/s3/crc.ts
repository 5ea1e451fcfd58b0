/** The checksums of S3 that Node does not have; docs/adr/0009-what-is-our-own.md says why they are ours. */

/**
 * A reflected CRC of up to 64 bits: its reversed polynomial and width. Both start and end with all ones, as all of S3's
 * do.
 */
export interface CrcKind {
  readonly bits: 32 | 64;
  readonly polynomial: bigint;
}

export const CRC32: CrcKind = { bits: 32, polynomial: 0xedb88320n };
export const CRC32C: CrcKind = { bits: 32, polynomial: 0x82f63b78n };
export const CRC64NVME: CrcKind = { bits: 64, polynomial: 0x9a6c9329ac4bc9b5n };

/** Running CRC-32C (Castagnoli); starts at 0. Eight bytes per step: 1 MiB takes about a millisecond. */
export function crc32c(data: Uint8Array, previous = 0): number {
  const table = table32();
  const at = (i: number) => table[i] ?? 0;
  let crc = ~previous;
  const { length } = data;
  const aligned = length - (length % 8);
  const byte = (i: number) => data[i] ?? 0;
  let i = 0;
  for (; i < aligned; i += 8) {
    crc ^= byte(i) | (byte(i + 1) << 8) | (byte(i + 2) << 16) | (byte(i + 3) << 24);
    crc =
      at(1792 + (crc & 255)) ^
      at(1536 + ((crc >>> 8) & 255)) ^
      at(1280 + ((crc >>> 16) & 255)) ^
      at(1024 + (crc >>> 24)) ^
      at(768 + byte(i + 4)) ^
      at(512 + byte(i + 5)) ^
      at(256 + byte(i + 6)) ^
      at(byte(i + 7));
  }
  for (; i < length; i++) crc = (crc >>> 8) ^ at((crc ^ byte(i)) & 255);
  return ~crc >>> 0;
}

/**
 * Running CRC-64/NVME as two 32-bit halves, because BigInt would be about fifty times slower; starts at [0, 0] = [high,
 * low].
 */
export function crc64nvme(data: Uint8Array, previous: readonly [number, number] = [0, 0]): [number, number] {
  const [highs, lows] = tables64();
  let high = ~previous[0];
  let low = ~previous[1];
  for (let i = 0; i < data.length; i++) {
    const index = (low ^ (data[i] ?? 0)) & 255;
    low = ((low >>> 8) | (high << 24)) ^ (lows[index] ?? 0);
    high = (high >>> 8) ^ (highs[index] ?? 0);
  }
  return [~high >>> 0, ~low >>> 0];
}

/**
 * The CRC of two pieces put together, from the CRC of each and the second's length in bytes.
 * Appending a zero byte is a linear map over GF(2); its powers by squaring carry the first CRC over the second piece.
 */
export function combineCrc(kind: CrcKind, first: bigint, second: bigint, secondLength: number): bigint {
  let carried = first;
  let power = byteOperator(kind);
  for (let n = BigInt(secondLength); n > 0n; n >>= 1n) {
    if (n & 1n) carried = apply(power, carried);
    power = power.map((column) => apply(power, column));
  }
  return carried ^ second;
}

/** The matrix, by columns, that shifts one zero byte into a CRC. */
function byteOperator({ bits, polynomial }: CrcKind): bigint[] {
  return Array.from({ length: bits }, (_, bit) => {
    let value = 1n << BigInt(bit);
    for (let i = 0; i < 8; i++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    return value;
  });
}

function apply(matrix: readonly bigint[], vector: bigint): bigint {
  let sum = 0n;
  let rest = vector;
  for (const column of matrix) {
    if (rest & 1n) sum ^= column;
    rest >>= 1n;
  }
  return sum;
}

let slices: Int32Array | undefined;

/** Eight tables of 256: table k carries a byte over k further bytes. */
function table32(): Int32Array {
  if (slices) return slices;
  const table = new Int32Array(8 * 256);
  for (let n = 0; n < 256; n++) {
    let crc = n;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    table[n] = crc;
  }
  for (let n = 256; n < 2048; n++) {
    const before = table[n - 256] ?? 0;
    table[n] = (before >>> 8) ^ (table[before & 255] ?? 0);
  }
  slices = table;
  return table;
}

let halves: readonly [Int32Array, Int32Array] | undefined;

function tables64(): readonly [Int32Array, Int32Array] {
  if (halves) return halves;
  const highs = new Int32Array(256);
  const lows = new Int32Array(256);
  for (let n = 0; n < 256; n++) {
    let crc = BigInt(n);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ CRC64NVME.polynomial : crc >> 1n;
    highs[n] = Number(BigInt.asIntN(32, crc >> 32n));
    lows[n] = Number(BigInt.asIntN(32, crc));
  }
  halves = [highs, lows];
  return halves;
}
