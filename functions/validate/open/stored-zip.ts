/** Writes a zip archive of files as they are: for a reader that takes nothing but archives. */
import { crc32 } from 'node:zlib';

const VERSION = 20;
/** Bit 11: names are UTF-8. */
const FLAGS = 0x0800;

/** @param parts less than 4 GB */
export function storedZip(parts: ReadonlyMap<string, Buffer>): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of parts) {
    // Version, flags, method, time, date, checksum, packed and plain size, length of the name, of the extra field.
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(VERSION, 0);
    facts.writeUInt16LE(FLAGS, 2);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(bytes.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    // Comment, disk, attributes, and where the file begins.
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const local = [Buffer.from('PK\x03\x04'), facts, Buffer.from(name), bytes];
    locals.push(...local);
    entries.push(Buffer.from('PK\x01\x02'), Buffer.from([VERSION, 0]), facts, place, Buffer.from(name));
    offset += local.reduce((sum, { length }) => sum + length, 0);
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.size, 4);
  end.writeUInt16LE(parts.size, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}
